import AgentOrchestrator
import ArgumentParser

/// `orchestrator submit PLAN`
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Create a run and leave it to a worker, or to 'resume'.")

    @OptionGroup var run: RunOptions
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the run as JSON.") var json = false

    func run() async throws {
        let loaded = try Session.load(options, run.request(options))
        let creation = try await RunCreation(run, loaded, checksRepository: false)
        try await Session.with(loaded, .createIfMissing) { session in
            let (created, isNew) = try await creation.create(in: session.state, isForWorkers: true)
            guard let run = try await session.state.run(created.id) else { throw ExitStatus.failure }
            if json {
                try JSONOutput.write(run)
            } else {
                Console.output("\(isNew ? "submitted" : "already there:") run \(run.id.short): \(Printable.escaped(run.title))")
                Console.output(Self.advice(try await RunStanding(run, in: session.state)))
            }
        }
    }

    /// What becomes of the run, which may have been there before, and what to do.
    private static func advice(_ standing: RunStanding) -> String {
        let (run, id) = (standing.run, standing.run.id.short)
        let free = "a worker takes it; without one, carry it out with 'orchestrator resume \(id)'"
        switch run.status {
        case .planning, .executing:
            return standing.holder.map { "it is carried out by \($0): watch it with 'orchestrator events \(id) --follow'" } ?? free
        case .paused where !standing.questions.isEmpty: return "it is paused and waits for an answer: see 'orchestrator interventions \(id)'"
        case .paused:
            let isAnswered = run.pauseReason != .userRequested && standing.answer.map { !$0.isOver(at: standing.now) } ?? false
            return isAnswered ? "it is paused, and its question is answered: \(free)" : "it is paused: go on with 'orchestrator resume \(id)'"
        case .completed: return "it is completed: look at it with 'orchestrator show \(id)'"
        case .failed, .aborted:
            return "it is \(run.status.rawValue) and can't go on: look at it with 'orchestrator show \(id)', or submit the plan with another key"
        }
    }
}
