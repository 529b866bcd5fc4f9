import AgentOrchestrator
import ArgumentParser

/// `orchestrator abort RUN`
struct AbortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "abort", abstract: "End a run for good; what it did stays.")

    @Argument(help: "The run: an id, a unique part of one, or 'latest'.") var run: String
    @Option(name: .long, help: "Why.") var reason: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StopRequests.request(.abort, run: run, reason: reason, options)
    }
}
