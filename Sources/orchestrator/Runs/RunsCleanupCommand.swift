import AgentOrchestrator
import ArgumentParser

/// `orchestrator runs cleanup RUN`
struct RunsCleanupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup", abstract: "Mark a run that can't go on as failed; what it did stays.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "Why it can't go on.") var reason: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the run as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            try await session.state.cleanUpRun(id, reason: reason)
            let run = try await target.find(in: session.state)
            guard !json else { return try JSONOutput.write(run) }
            Console.output("run \(id.short) is failed: look at it with 'orchestrator show \(id.short)'")
        }
    }
}
