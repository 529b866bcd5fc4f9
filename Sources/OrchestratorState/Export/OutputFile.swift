internal import Foundation

/// A file that somebody asked for by name: it appears under that name once it is complete and durable, or not at all.
package final class OutputFile {
    private let path: String
    private let temporary: String
    private let isReplacing: Bool
    private let file: DurableFile
    private var isPublished = false

    /// Begins to write, under another name in the same directory.
    ///
    /// - Parameter isReplacing: Whether a file of that name may be replaced.
    /// - Throws: ``ArtifactError``; where there is a file of that name that may not be replaced, and where the name is that of something else.
    package init(at path: String, replacing isReplacing: Bool = false) throws {
        self.path = path
        self.isReplacing = isReplacing
        if DurableFile.exists(path) {
            // Renaming over a device or a pipe would take it away from everybody.
            guard DurableFile.isFile(path) else {
                throw ArtifactError(.io, path, "is no file; to write to a device or a pipe, redirect standard output")
            }
            guard isReplacing else { throw ArtifactError(.taken, path, "exists already") }
        }
        let url = URL(fileURLWithPath: path)
        let name = ".\(url.lastPathComponent.prefix(100)).\(UUID().uuidString.prefix(8)).partial"
        temporary = url.deletingLastPathComponent().appendingPathComponent(name).path
        do {
            file = try DurableFile(creating: temporary, mode: 0o666)
        } catch let error as ArtifactError {
            // The name that was asked for, not one that nobody has heard of.
            throw ArtifactError(error.kind, path, error.message)
        }
    }

    deinit { if !isPublished { unlinkQuietly(temporary) } }

    /// Adds bytes to the end.
    package func write(_ bytes: [UInt8]) throws { try file.write(bytes) }

    /// Gives the file its name, and returns when content and name are on the disk.
    package func publish() throws {
        try file.sync()
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try DurableFile.publish(temporary, as: path, in: directory, replacing: isReplacing)
        isPublished = true
    }
}
