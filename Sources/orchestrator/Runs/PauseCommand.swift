import AgentOrchestrator
import ArgumentParser

/// `orchestrator pause RUN`
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Pause a run; the process that carries it out ends its agent first.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "Why.") var reason: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StopRequests.request(.pause, run: target.run, reason: reason, options)
    }
}
