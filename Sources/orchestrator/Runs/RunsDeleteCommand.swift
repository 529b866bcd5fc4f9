import AgentOrchestrator
import ArgumentParser

/// `orchestrator runs delete RUN`
struct RunsDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a run that has ended, with everything that the store knows of it.",
        discussion: """
            Its findings, history and artifacts are gone for good, unless --export-to keeps them: then the commands are printed that bring the \
            run back.
            """)

    @OptionGroup var target: RunArgument
    @Flag(name: .long, help: "Only say what would be deleted, file by file.") var dryRun = false
    @Flag(name: .long, help: "Don't ask.") var yes = false
    @Option(
        name: .long, help: ArgumentHelp("Before, write the run's document and the contents of its artifacts there.", valueName: "directory"),
        completion: .directory)
    var exportTo: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what was deleted as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let run = try await target.find(in: session.state)
            let content = try await session.state.deletion(of: run.id)
            let keepsake = exportTo.map { RunKeepsake(run: run.id, directory: FilePath.absolute($0)) }
            if !dryRun {
                try Confirmation.ask("delete run \(run.id.short) '\(Printable.escaped(run.title))': \(Self.text(content))?", isGiven: yes)
                try await keepsake?.write(from: session.state)
                try await session.state.deleteRun(run.id)
            }
            guard !json else { return JSONOutput.write(document(run, content, keepsake)) }
            Console.output("\(dryRun ? "would delete" : "deleted") run \(run.id.short): \(Self.text(content))")
            if dryRun { Self.printFiles(content) }
            guard let keepsake else { return }
            if dryRun { return Console.output("before, it would be kept in \(Printable.escaped(keepsake.document))") }
            Console.output("get it back with:")
            for command in keepsake.commands(artifacts: session.configuration.artifacts.basePath) { Console.output("  \(command)") }
        }
    }

    private static func printFiles(_ content: RunDeletion) {
        guard !content.files.isEmpty else { return }
        var table = Table([.right("size"), .flexible("file")])
        for file in content.files { table.add([Cell(ByteText.text(file.bytes)), Cell(file.path)]) }
        table.print()
    }

    private static func text(_ content: RunDeletion) -> String {
        let rows = content.rows.map { row in
            let words = row.table.replacing("_", with: " ")
            return CountText.text(row.count, words.hasSuffix("s") ? String(words.dropLast()) : words)
        }
        return (rows + ["\(CountText.text(content.files.count, "file")) of \(ByteText.text(content.bytes))"]).joined(separator: ", ")
    }

    private func document(_ run: Run, _ content: RunDeletion, _ keepsake: RunKeepsake?) -> JSONValue {
        let rows = content.rows.map { ($0.table, JSONValue($0.count)) }
        let files = content.files.map { file -> JSONValue in ["path": .string(file.path), "size_bytes": JSONValue(file.bytes)] }
        return [
            "run_id": .string(run.id.description), "deleted": .bool(!dryRun), "rows": .object(Dictionary(rows, uniquingKeysWith: { $1 })),
            "files": .array(files), "bytes": JSONValue(content.bytes), "exported_to": keepsake.map { .string($0.document) } ?? .null,
        ]
    }
}
