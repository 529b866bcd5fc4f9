internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A directory for a copy that only this user sees, in the place for temporary files. It goes with the value; where its process was killed, with the next
/// that is made.
final class CopyDirectory: Sendable {
    let path: String
    /// Open, and locked, as long as somebody needs the directory.
    private let descriptor: Int32

    private static let prefix = "orchestrator-read-"
    /// How old, in seconds, one must be that nobody has locked: before, it may just be about to be.
    private static let settled: TimeInterval = 60

    /// - Throws: What the system says where none can be made.
    init() throws {
        let place = FileManager.default.temporaryDirectory.path
        Self.sweep(place)
        path = place + "/" + Self.prefix + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        descriptor = Self.lock(path) ?? -1
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Removes those of this user that their processes have left behind.
    private static func sweep(_ place: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] where name.hasPrefix(prefix) {
            let path = place + "/" + name
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path), facts[.ownerAccountID] as? NSNumber == NSNumber(value: geteuid()),
                let changed = facts[.modificationDate] as? Date, changed < Date(timeIntervalSinceNow: -settled), let descriptor = lock(path)
            else { continue }
            try? FileManager.default.removeItem(atPath: path)
            close(descriptor)
        }
    }

    /// - Returns: `nil` where another process, or another opening, has it.
    private static func lock(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
