internal import COrchestratorZlib

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file in the form of gzip (RFC 1952), by the system's zlib.
enum GzipFile {
    private static let pieceSize: UInt32 = 64 * 1024

    /// Writes what the pieces give, compressed, to a file that was just made.
    ///
    /// - Parameter next: Gives the next bytes; none at the end.
    static func compress(to descriptor: Int32, _ path: String, _ next: () throws -> [UInt8]) throws {
        let stream = try open(descriptor, "wb", path)
        do {
            while case let bytes = try next(), !bytes.isEmpty {
                let written = bytes.withUnsafeBytes { gzwrite(stream, $0.baseAddress, UInt32($0.count)) }
                guard written == bytes.count else { throw failure(of: stream, path, "can't be written") }
            }
        } catch {
            gzclose(stream)
            throw error
        }
        guard gzclose(stream) == Z_OK else { throw DurableFile.error(path, "can't be written") }
    }

    /// Hands on the content, at most 64 KiB at a time.
    ///
    /// - Throws: ``ArtifactError`` of kind `changed` where the file is not whole.
    static func forEachPiece(of descriptor: Int32, _ path: String, _ body: ([UInt8]) throws -> Void) throws {
        let stream = try open(descriptor, "rb", path)
        defer { gzclose(stream) }
        // Without its header zlib would hand the file on as it is.
        guard gzdirect(stream) == 0 else { throw ArtifactError(.changed, path, "is not compressed") }
        while true {
            var count: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Int(pieceSize)) { buffer, initialized in
                count = gzread(stream, buffer.baseAddress, pieceSize)
                initialized = Int(max(0, count))
            }
            var code = Z_OK
            gzerror(stream, &code)
            guard count >= 0, code != Z_BUF_ERROR, code != Z_DATA_ERROR else { throw failure(of: stream, path, "can't be read") }
            if count == 0 { return }
            try body(piece)
        }
    }

    private static func open(_ descriptor: Int32, _ mode: String, _ path: String) throws -> gzFile {
        // zlib closes the one it is given.
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { throw DurableFile.error(path, "can't be opened") }
        guard let stream = gzdopen(own, mode) else {
            close(own)
            throw ArtifactError(.io, path, "can't be compressed or read: there is not enough memory")
        }
        return stream
    }

    private static func failure(of stream: gzFile, _ path: String, _ what: String) -> ArtifactError {
        var code = Z_OK
        gzerror(stream, &code)
        if code == Z_ERRNO { return DurableFile.error(path, what) }
        return ArtifactError(.changed, path, "\(what): its compressed content is damaged")
    }
}
