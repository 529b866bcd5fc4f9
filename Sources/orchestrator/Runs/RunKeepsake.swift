import AgentOrchestrator
import Foundation

/// What is kept of a run before it is deleted: its document, and the contents of its artifacts.
struct RunKeepsake {
    let run: Run.ID
    let directory: String

    /// The document.
    var document: String { "\(directory)/run-\(run).json" }
    /// The contents of artifacts.
    var contents: String { "\(directory)/\(run)" }

    /// Writes all of it durably; what an earlier attempt has left is replaced.
    ///
    /// - Throws: ``Failure`` where something can't be written, or read as it was written.
    func write(from state: StateManager) async throws {
        do {
            for artifact in try await state.artifacts(of: run) where artifact.content != .pruned {
                if artifact.content == .absent, !state.hasFile(artifact) { continue }
                let file = try Self.file(at: "\(directory)/\(artifact.path)")
                try await state.readArtifact(artifact.id) { try file.write($0) }
                try file.publish()
            }
            let file = try Self.file(at: document)
            try await state.exportJSON(of: run) { try file.write($0) }
            try file.publish()
        } catch let error as ArtifactError {
            throw Failure(
                .failure,
                "nothing was deleted, since the run can't be kept whole: \(Printable.escaped(error.path)) \(error.message)\n"
                    + "help: 'orchestrator db verify \(run.short)' says more; without --export-to it is deleted all the same")
        }
    }

    private static func file(at path: String) throws -> OutputFile {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            // Artifacts are for their owner alone.
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(.failure, "nothing was deleted: \(Printable.escaped(directory)) can't be made", cause: String(describing: error))
        }
        return try OutputFile(at: path, replacing: true)
    }

    /// How the run comes back.
    ///
    /// - Parameter artifacts: The directory of artifacts.
    func commands(artifacts: String) -> [String] {
        let copy = FileManager.default.fileExists(atPath: contents) ? ["cp -R \(ShellWord.quoted(contents)) \(ShellWord.quoted(artifacts))/"] : []
        return ["orchestrator import \(ShellWord.quoted(document))"] + copy
    }
}
