import AgentOrchestrator
import ArgumentParser
import Foundation

/// `orchestrator export RUN`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a run as one document: JSON for programs, Markdown for people.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "The form of the document.") var format: ExportFormat
    @Option(name: .long, help: "Only the phase with this number, without the history of the run.") var phase: Int?
    @Option(name: [.customShort("o"), .long], help: "Where to write it, instead of standard output.", completion: .file())
    var output: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            guard let whole = try await session.state.document(of: id, includingEvents: format == .json && phase == nil) else {
                throw StateError.notFound(.run, target.run)
            }
            let text = try text(of: try phase.map { try whole.only(phase: $0) } ?? whole)
            guard let output else { return Console.outputs.write(JSONOutput.safe(text)) }
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
            } catch {
                throw Failure(.failure, "\(Printable.escaped(output)) can't be written", cause: String(describing: error))
            }
            Console.error("wrote \(Printable.escaped(output))")
        }
    }

    private func text(of document: RunDocument) throws -> String {
        switch format {
        case .json: try JSONOutput.value(document).prettyText + "\n"
        case .markdown: MarkdownReport.text(of: document)
        }
    }
}
