import AgentOrchestrator

/// The questions of a run that wait for a human, with the commands that answer them.
struct Questions {
    let session: Session
    let run: Run.ID

    func print(to console: Console) async throws {
        let phases = try await session.state.phases(of: run)
        for question in try await session.state.interventions(of: run, pendingOnly: true) {
            guard let phase = phases.first(where: { $0.id == question.phaseID }) else { continue }
            let what = "phase \(phase.number) '\(Printable.escaped(phase.title))': \(question.reason.sentence)"
            console.write("\(console.styled("?", .yellow)) \(what)\n")
            ShellCommand.print(Self.answers(to: question), to: console)
        }
    }

    static func answers(to question: ManualIntervention) -> [ShellCommand] {
        let answers = [
            ("resume", "try again, with retries granted anew"), ("skip", "leave the phase out"),
            ("modify_spec --spec FILE", "try again with another text"), ("abort", "end the run"),
        ]
        return answers.map { ShellCommand("orchestrator interventions resolve \(question.id.short) \($0)", meaning: $1) }
    }
}

extension ManualIntervention.Reason {
    /// The reason as a person would say it.
    var sentence: String {
        switch self {
        case .maxRetriesExceeded: "still blocked after its last retry"
        case .userRequested: "paused on request"
        case .criticalError: "something happened that a retry does not mend"
        case .budgetExhausted: "the budget of the run is used up"
        case .notConverging: "the passes don't get better"
        }
    }
}
