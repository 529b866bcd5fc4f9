import AgentOrchestrator
import ArgumentParser

/// `orchestrator artifacts cat ID`
struct ArtifactsCatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat", abstract: "Print the content of an artifact.",
        discussion: "On a terminal control characters are shown, not obeyed; elsewhere the bytes are printed as they are.")

    @Argument(help: "The artifact: an id, or a unique part of one.") var artifact: String
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await session.state.artifactID(named: artifact)
            guard Console.outputs.isTerminal else {
                return try await session.state.readArtifact(id) { Console.outputs.write($0) }
            }
            var lines = PrintableLines()
            do {
                try await session.state.readArtifact(id) { Console.outputs.write(lines.add($0)) }
            } catch {
                Console.outputs.write(lines.rest())
                throw error
            }
            Console.outputs.write(lines.rest())
        }
    }
}
