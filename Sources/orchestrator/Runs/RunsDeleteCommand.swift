import AgentOrchestrator
import ArgumentParser

/// `orchestrator runs delete RUN`
struct RunsDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a run that has ended, with everything that the store knows of it.",
        discussion: "Its findings, history and artifacts are gone for good: export it before, if they may be of use.")

    @OptionGroup var target: RunArgument
    @Flag(name: .long, help: "Only say what would be deleted.") var dryRun = false
    @Flag(name: .long, help: "Don't ask.") var yes = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what was deleted as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let run = try await target.find(in: session.state)
            let content = try await session.state.deletion(of: run.id)
            if !dryRun {
                try Confirmation.ask("delete run \(run.id.short) '\(Printable.escaped(run.title))': \(Self.text(content))?", isGiven: yes)
                try await session.state.deleteRun(run.id)
            }
            guard !json else { return JSONOutput.write(document(run, content)) }
            Console.output("\(dryRun ? "would delete" : "deleted") run \(run.id.short): \(Self.text(content))")
        }
    }

    private static func text(_ content: RunDeletion) -> String {
        let rows = content.rows.map { "\($0.count) \($0.table.replacing("_", with: " "))" }
        return (rows + ["\(content.files) files of \(ByteText.text(content.bytes))"]).joined(separator: ", ")
    }

    private func document(_ run: Run, _ content: RunDeletion) -> JSONValue {
        let rows = content.rows.map { ($0.table, JSONValue($0.count)) }
        return [
            "run_id": .string(run.id.description), "deleted": .bool(!dryRun), "rows": .object(Dictionary(rows, uniquingKeysWith: { $1 })),
            "files": JSONValue(content.files), "bytes": JSONValue(content.bytes),
        ]
    }
}
