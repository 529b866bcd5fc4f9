internal import Foundation
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A temporary file without a name: nobody else can open it, and it is gone with its last user, also after `kill -9`.
///
/// There is none on the disk before it has more than a few mebibytes: until then they are in memory.
final class ScratchFile: Sendable {
    private struct Content {
        /// All of it, as long as there is no file.
        var bytes: [UInt8] = []
        var descriptor: Int32?
        var count = 0

        mutating func append(_ added: [UInt8]) throws {
            if descriptor == nil, count + added.count > ScratchFile.largestInMemory {
                descriptor = try ScratchFile.makeFile()
                try ScratchFile.write(bytes, to: descriptor)
                bytes = []
            }
            // What grows is not copied again and again.
            if !bytes.isEmpty, descriptor == nil { bytes.reserveCapacity(ScratchFile.largestInMemory) }
            if descriptor == nil { bytes += added } else { try ScratchFile.write(added, to: descriptor) }
            count += added.count
        }
    }

    private let content = Mutex(Content())
    private static let largestInMemory = 8 << 20

    init() {}

    /// A copy of a file, which may change afterwards, or of what comes through a pipe.
    convenience init(copying path: String) throws {
        self.init()
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw DurableFile.error(path, "can't be opened") }
        defer { close(source) }
        while case let bytes = try DurableFile.read(source, path), !bytes.isEmpty { try append(bytes) }
    }

    deinit {
        content.withLock { content in
            if let descriptor = content.descriptor { close(descriptor) }
        }
    }

    /// How many bytes it has.
    var count: Int { content.withLock(\.count) }

    /// Reads bytes at an offset; fewer, or none, at the end.
    func read(at offset: Int, atMost limit: Int) throws -> [UInt8] {
        try content.withLock { content in
            guard let descriptor = content.descriptor else { return Array(content.bytes.dropFirst(offset).prefix(limit)) }
            return try DurableFile.read(descriptor, at: offset, atMost: limit, Self.name)
        }
    }

    /// Adds bytes to the end.
    func append(_ bytes: [UInt8]) throws { try content.withLock { try $0.append(bytes) } }

    /// Takes everything back.
    func empty() throws {
        try content.withLock { content in
            if let descriptor = content.descriptor {
                guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw DurableFile.error(Self.name, "can't be emptied") }
            }
            content.bytes = []
            content.count = 0
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

    private static let name = "temporary file"

    private static func makeFile() throws -> Int32 {
        let path = NSTemporaryDirectory() + "orchestrator-\(UUID().uuidString)"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw DurableFile.error(path, "can't be made") }
        unlink(path)
        return descriptor
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32?) throws {
        if let descriptor { try DurableFile.write(bytes, to: descriptor, name) }
    }
}
