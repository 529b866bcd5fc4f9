import AgentOrchestrator
import ArgumentParser

/// `orchestrator export RUN`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a run as one document: JSON and SARIF for programs, Markdown and HTML for people.",
        discussion: """
            JSON holds everything but the contents of artifacts, and 'orchestrator import' reads it again; docs/schemas/run-export.schema.json \
            describes it.
            """)

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "The form of the document.") var format: ExportFormat
    @Option(name: .long, help: "Only the phase with this number, without the history of the run.") var phase: Int?
    @Option(name: [.customShort("o"), .long], help: "Where to write it, instead of standard output.", completion: .file())
    var output: String?
    @Flag(name: .long, help: "Replace the file where there is one.") var force = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            guard let output else { return try await print(id, session.state) }
            guard !session.configuration.isOwn(FilePath.absolute(output)) else {
                throw Failure(.usage, "\(Printable.escaped(output)) is where the orchestrator keeps the store, its log or artifacts: name another file")
            }
            do {
                let file = try OutputFile(at: output, replacing: force)
                try await export(id, session.state) { try file.write($0) }
                try file.publish()
            } catch let error as ArtifactError {
                let advice = error.kind == .taken ? "\nhelp: --force replaces it" : ""
                throw Failure(.failure, "\(Printable.escaped(error.path)) \(error.message)\(advice)")
            }
            Console.error("wrote \(Printable.escaped(output))")
        }
    }

    /// Prints the document; a terminal gets no character that it would obey.
    private func print(_ id: Run.ID, _ state: StateManager) async throws {
        guard Console.outputs.isTerminal else { return try await export(id, state) { Console.outputs.write($0) } }
        let isJSON = format == .json || format == .sarif
        let lines = PrintableLines { isJSON ? JSONOutput.safe($0) : Printable.block($0) }
        try await export(id, state) { lines.print($0) }
        lines.finish()
    }

    private func export(_ id: Run.ID, _ state: StateManager, _ write: ([UInt8]) throws -> Void) async throws {
        switch format {
        case .json: try await state.exportJSON(of: id, phase: phase, write)
        case .markdown: try await state.exportReport(.markdown, of: id, phase: phase, write)
        case .html: try await state.exportReport(.html, of: id, phase: phase, write)
        case .sarif: try await state.exportReport(.sarif, of: id, phase: phase, write)
        }
    }
}
