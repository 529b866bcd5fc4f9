import AgentOrchestrator
import ArgumentParser

/// `orchestrator abort RUN`
struct AbortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "abort", abstract: "End a run for good; what it did stays.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "Why.") var reason: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StopRequests.request(.abort, run: target.run, reason: reason, options)
    }
}
