internal import Foundation
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A temporary file without a name: nobody else can open it, and it is gone with its last user, also after `kill -9`.
final class ScratchFile: Sendable {
    private let descriptor: Int32
    private let length = Mutex(0)

    init() throws {
        let path = NSTemporaryDirectory() + "orchestrator-\(UUID().uuidString)"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw DurableFile.error(path, "can't be made") }
        unlink(path)
    }

    /// A copy of a file, which may change afterwards, or of what comes through a pipe.
    convenience init(copying path: String) throws {
        try self.init()
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw DurableFile.error(path, "can't be opened") }
        defer { close(source) }
        while case let bytes = try DurableFile.read(source, path), !bytes.isEmpty { try append(bytes) }
    }

    deinit { close(descriptor) }

    /// How many bytes it has.
    var count: Int { length.withLock(\.self) }

    /// Reads bytes at an offset; fewer, or none, at the end.
    func read(at offset: Int, atMost limit: Int) throws -> [UInt8] {
        try DurableFile.read(descriptor, at: offset, atMost: limit, "temporary file")
    }

    /// Adds bytes to the end.
    func append(_ bytes: [UInt8]) throws {
        try length.withLock { length in
            try DurableFile.write(bytes, to: descriptor, "temporary file")
            length += bytes.count
        }
    }

    /// Takes everything back.
    func empty() throws {
        try length.withLock { length in
            guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
                throw DurableFile.error("temporary file", "can't be emptied")
            }
            length = 0
        }
    }

    /// Hands on the content from the beginning, at most 64 KiB at a time.
    func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        var offset = 0
        while offset < count {
            let piece = try read(at: offset, atMost: 64 * 1024)
            guard !piece.isEmpty else { return }
            try body(piece)
            offset += piece.count
        }
    }
}
