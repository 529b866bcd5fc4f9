import AgentOrchestrator
import ArgumentParser

/// `orchestrator runs cleanup RUN`
struct RunsCleanupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup", abstract: "Mark a run that can't go on as failed; what it did stays.",
        discussion: """
            Nothing is deleted, but a failed run can't be resumed: its open passes are interrupted and its questions expire. 'orchestrator fork' \
            goes on from one of its events as another run.
            """)

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "Why it can't go on.") var reason: String?
    @Flag(name: .long, help: "Only say what would happen.") var dryRun = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the run as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            guard !dryRun else { return try await rehearse(id, session.state) }
            try await StopRequests.endLeftovers(of: id, session.state)
            try await session.state.cleanUpRun(id, reason: reason)
            let run = try await target.find(in: session.state)
            guard !json else { return try JSONOutput.write(run) }
            Console.output("run \(id.short) is failed: look at it with 'orchestrator show \(id.short)'")
        }
    }

    private func rehearse(_ id: Run.ID, _ state: StateManager) async throws {
        let cleanup = try await state.cleanup(of: id)
        guard !json else { return try JSONOutput.write(cleanup.run) }
        let open = [(cleanup.executions, "open pass", "open passes"), (cleanup.questions, "unanswered question", "unanswered questions")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        let ends = open.isEmpty ? "" : ", which ends \(open.joined(separator: " and "))"
        Console.output("would mark run \(id.short), which is \(cleanup.run.status.rawValue), as failed\(ends); nothing would be deleted")
    }
}
