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
            // What is not what was written is not printed at all: whoever reads a pipe may see no exit status.
            try await session.state.checkArtifact(id)
            let printing = PrintableLines()
            defer { printing.finish() }
            try await session.state.readArtifact(id) { piece in
                if Console.outputs.isTerminal { printing.print(piece) } else { Console.outputs.write(piece) }
            }
        }
    }
}
