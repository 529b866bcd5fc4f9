internal import Foundation

/// A directory of a test's own, which goes with it.
package final class TemporaryDirectory: Sendable {
    /// The directory, absolute and without links.
    package let path: String

    /// Makes the directory.
    ///
    /// - Parameter inMemory: Whether it may be in the machine's memory, where that is possible: for tests in which nothing needs to reach a disk.
    package init(inMemory: Bool = false) throws {
        let memory = "/dev/shm"
        let base = inMemory && FileManager.default.isWritableFile(atPath: memory) ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
        let url = base.resolvingSymlinksInPath().appendingPathComponent("state-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The absolute path of a file in it.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// The names of everything in it, ordered.
    package func names() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }

    /// The bytes of a file in it.
    package func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path(name)))) }

    /// Writes a file in it, in place of what is there: the same file as before, with other content.
    package func write(_ bytes: [UInt8], to name: String) throws {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }
}
