import AgentOrchestrator
import ArgumentParser
import Foundation

/// `orchestrator db backup`
struct DatabaseBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the store into a new file, also while runs go on.",
        discussion: "The copy is one file, whole and durable once it has its name. The files of artifacts are not in it.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The new file; one that is there is left alone.", completion: .file()) var file: String
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let path = URL(fileURLWithPath: file).path
            do {
                try await session.state.backUp(to: path)
            } catch let error as DatabaseError where error.location == path {
                // It is the copy that failed: the store is as good as before.
                throw Failure(.failure, error.description)
            }
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            guard !json else { return try JSONOutput.write(["file": .string(path), "size_bytes": JSONValue(size)]) }
            Console.output("The store is copied to \(Printable.escaped(path)) (\(ByteText.text(size))).")
            Console.output(
                "Artifacts are files in \(Printable.escaped(session.configuration.artifacts.basePath)): copy that directory as well.")
        }
    }
}
