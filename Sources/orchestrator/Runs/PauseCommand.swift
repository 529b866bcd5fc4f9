import AgentOrchestrator
import ArgumentParser

/// `orchestrator pause RUN`
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Pause a run; the process that carries it out ends its agent first.")

    @Argument(help: "The run: an id, a unique part of one, or 'latest'.") var run: String
    @Option(name: .long, help: "Why.") var reason: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StopRequests.request(.pause, run: run, reason: reason, options)
    }
}
