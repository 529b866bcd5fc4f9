import Foundation

/// A file for something that is too big for an argument, gone with the value that names it.
final class TemporaryFile: Sendable {
    /// Where it is, once somebody has written it. The name is random, and what is made there is made exclusively.
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("orchestrator-\(UUID().uuidString)").path

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Creates the file for its owner only; `false` if that is impossible.
    func create(_ bytes: [UInt8]) -> Bool {
        FileManager.default.createFile(atPath: path, contents: Data(), attributes: [.posixPermissions: 0o600]) && append(bytes)
    }

    /// Writes at the end of the file; `false` if that is impossible.
    func append(_ bytes: [UInt8]) -> Bool {
        guard let handle = FileHandle(forWritingAtPath: path) else { return false }
        defer { try? handle.close() }
        do {
            try handle.seekToEnd()
            try handle.write(contentsOf: bytes)
            return true
        } catch {
            return false
        }
    }

    /// Whether there is nothing in it.
    var isEmpty: Bool { (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0 == 0 }
}
