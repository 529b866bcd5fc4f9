import AgentOrchestrator
import ArgumentParser
import Foundation

/// `orchestrator db restore`
struct DatabaseRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of the store, which is kept.",
        discussion: """
            The backup is looked through and brought to the schema of this program first, and the file itself is left as it is. What was there \
            before stays beside the store as '<store>.before-restore'. While another process has the store open, nothing is done.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "A file that 'db backup' has made.", completion: .file()) var file: String
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        let configuration = try Session.load(options).configuration
        let path = try Session.databasePath(
            configuration, insteadOnServer: "run 'pg_restore --clean --if-exists --dbname=URL FILE' with what 'pg_dump --format=custom' has made")
        let backup = URL(fileURLWithPath: file).path
        guard !FilePath.isAbsent(backup) else {
            throw Failure(.notFound, "there is no backup \(Printable.escaped(backup))")
        }
        let kept = try await SQLiteDatabase.restore(path, from: backup, predecessors: StateManager.predecessors()) { copy in
            _ = try await StateManager.open(copy, artifacts: configuration.artifacts.basePath, actor: Session.user)
        }
        guard !json else {
            return try JSONOutput.write(["file": .string(backup), "database": .string(path), "kept": kept.map(JSONValue.string) ?? .null])
        }
        Console.output("The store \(Printable.escaped(path)) is what \(Printable.escaped(backup)) holds.")
        if let kept { Console.output("What was there before is \(Printable.escaped(kept)).") }
    }
}
