import AgentOrchestrator
import ArgumentParser

/// `orchestrator interventions [RUN]`
struct InterventionsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List questions of a run, or of all runs: those without an answer, unless asked for all.")

    @Argument(
        help: "The run: an id, a unique part of one, or 'latest'; otherwise all runs.",
        completion: .custom { words, _, _ in await RunNames.candidates(words) })
    var run: String?
    @Flag(name: .long, help: "Also those that are answered or lapsed.") var all = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the questions as JSON.") var json = false

    func run() async throws {
        if run == nil {
            try await Session.withStored(options) { try await print(nil, $0) }
        } else {
            try await Session.with(options) { try await print(try await $0.state.runID(named: run ?? ""), $0) }
        }
    }

    private func print(_ id: Run.ID?, _ session: Session?) async throws {
        let questions = try await session?.state.interventions(of: id, pendingOnly: !all) ?? []
        guard !json else { return try JSONOutput.writeList("interventions", questions) }
        let lapsed = all ? [] : try await session?.state.lapsedAnswers(of: id) ?? []
        guard let session, !(questions + lapsed).isEmpty else {
            return Console.output(all ? "nothing was ever asked" : "nothing waits for you; '--all' shows what was asked before")
        }
        try await table(lapsed + questions, session.state).print()
        if !lapsed.isEmpty { Console.output("what lapsed unused is asked again: orchestrator interventions expire") }
        if let question = questions.first(where: { $0.status == .pending }) {
            Console.output("answer: orchestrator interventions resolve \(question.id.short) resume|skip|modify_spec|abort")
        }
    }

    private func table(_ questions: [ManualIntervention], _ state: StateManager) async throws -> Table {
        var table = Table(["question", "run", "status", "asked", "reason", .flexible("phase")])
        for question in questions {
            guard let phase = try await state.phase(question.phaseID) else { continue }
            table.add([
                Cell(question.id.short, .bold), Cell(phase.runID.short),
                Cell(Self.standing(of: question, now: state.clock.now), question.status == .pending ? .yellow : .dim),
                Cell(MomentText.relative(question.createdAt, now: state.clock.now)),
                Cell(question.reason.rawValue), Cell("\(phase.number) \(phase.title)"),
            ])
        }
        return table
    }

    private static func standing(of question: ManualIntervention, now: Timestamp) -> String {
        let word = question.action?.rawValue ?? question.status.rawValue
        if question.status == .expired { return question.action == nil ? word : "\(word), lapsed" }
        return question.consumedBy == nil && question.isOver(at: now) ? "\(word), lapsed" : word
    }
}
