import AgentOrchestrator
import ArgumentParser

/// `orchestrator db vacuum`
struct DatabaseVacuumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum", abstract: "Give space that nothing uses any more back, also while runs go on.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let freed = try await session.state.vacuum()
            guard !json else { return try JSONOutput.write(["freed_bytes": JSONValue(freed)]) }
            Console.output(
                freed == 0 ? "The store has no space to give back." : "The store gave back \(ByteText.text(freed)).")
        }
    }
}
