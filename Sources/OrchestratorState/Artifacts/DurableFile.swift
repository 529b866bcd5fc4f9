#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The few calls of the system that durable files need, with errors as ``ArtifactError``.
package struct DurableFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens a file that must not exist yet, by default readable by its owner alone.
    init(creating path: String, mode: mode_t = 0o600) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        if descriptor < 0 { throw Self.error(path, "can't be made") }
    }

    /// Opens a file for reading; a link, and what is no file, is refused, and no pipe is waited for.
    package init(reading path: String) throws {
        // Without O_NONBLOCK a pipe of that name would wait for a writer forever.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw Self.error(path, "can't be opened") }
        try self.init(checking: descriptor, path)
    }

    /// Opens a file below a directory for reading. No link is followed on the way, also none that is put there meanwhile.
    ///
    /// - Parameter parts: The names of the directories and of the file.
    init(reading parts: [String], in base: String) throws {
        let path = parts.joined(separator: "/")
        var directory = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for part in parts.dropLast() where directory >= 0 {
            let next = openat(directory, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let code = errno
            close(directory)
            directory = next
            // A link is "not a directory" here.
            errno = next < 0 && code == ENOTDIR ? ELOOP : code
        }
        guard directory >= 0 else { throw Self.error(path, "can't be opened") }
        let descriptor = openat(directory, parts.last ?? "", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        let code = errno
        close(directory)
        errno = code
        if descriptor < 0 { throw Self.error(path, "can't be opened") }
        try self.init(checking: descriptor, path)
    }

    private init(checking descriptor: Int32, _ path: String) throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ArtifactError(.io, path, "is not a file")
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Writes all bytes.
    func write(_ bytes: [UInt8]) throws { try Self.write(bytes, to: descriptor, path) }

    /// Writes all bytes.
    ///
    /// - Parameter path: What errors name.
    static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0[written...]) }
            if count < 0 {
                if errno == EINTR { continue }
                throw error(path, "can't be written")
            }
            written += count
        }
    }

    private static func write(_ descriptor: Int32, _ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        let rebased = UnsafeRawBufferPointer(rebasing: bytes)
        #if canImport(Glibc)
            return Glibc.write(descriptor, rebased.baseAddress, rebased.count)
        #else
            return Darwin.write(descriptor, rebased.baseAddress, rebased.count)
        #endif
    }

    /// Writes what the pieces give as gzip.
    func compress(_ next: () throws -> [UInt8]) throws { try GzipFile.compress(to: descriptor, path, next) }

    /// Hands on the content, which is gzip, as it was before.
    func forEachDecompressedPiece(_ body: ([UInt8]) throws -> Void) throws { try GzipFile.forEachPiece(of: descriptor, path, body) }

    /// Reads from the beginning, at most that many bytes.
    package func read(atMost limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit, case let piece = try read(), !piece.isEmpty { bytes += piece.prefix(limit - bytes.count) }
        return bytes
    }

    /// Reads the next bytes, at most 64 KiB; none at the end.
    func read() throws -> [UInt8] { try Self.read(descriptor, path) }

    /// Reads the next bytes, at most 64 KiB; none at the end.
    static func read(_ descriptor: Int32, _ path: String) throws -> [UInt8] {
        try retrying(atMost: 64 * 1024, path) { buffer in
            #if canImport(Glibc)
                Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
        }
    }

    /// Reads bytes at an offset; none at the end.
    static func read(_ descriptor: Int32, at offset: Int, atMost limit: Int, _ path: String) throws -> [UInt8] {
        try retrying(atMost: limit, path) { pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
    }

    private static func retrying(
        atMost limit: Int, _ path: String, _ read: (UnsafeMutableBufferPointer<UInt8>) -> Int
    ) throws -> [UInt8] {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
                count = read(UnsafeMutableBufferPointer(rebasing: buffer[..<limit]))
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            if errno != EINTR { throw error(path, "can't be read") }
        }
    }

    /// Returns when the content is on the disk.
    func sync() throws {
        #if canImport(Darwin)
            // On Darwin fsync(2) leaves the data in the cache of the disk.
            let code = fcntl(descriptor, F_FULLFSYNC)
        #else
            let code = fsync(descriptor)
        #endif
        if code != 0 { throw Self.error(path, "can't be made durable") }
    }

    /// Gives a file its final name, which must be free unless another file may be replaced, and returns when the name is on the disk.
    static func publish(_ temporary: String, as path: String, in directory: String, replacing isReplacing: Bool = false) throws {
        if isReplacing {
            guard rename(temporary, path) == 0 else { throw error(path, "can't get its name") }
        } else {
            // link(2) fails where the name is taken; rename(2) would replace the file.
            guard linkat(AT_FDCWD, temporary, AT_FDCWD, path, 0) == 0 else { throw error(path, "can't get its name") }
            unlink(temporary)
        }
        try sync(directory: directory)
    }

    /// Gives a file a second name, which must be free, and returns when the name is on the disk.
    ///
    /// - Returns: `false` where the file system can't do that.
    static func link(_ existing: String, as path: String, in directory: String) throws -> Bool {
        guard linkat(AT_FDCWD, existing, AT_FDCWD, path, 0) == 0 else {
            if [EXDEV, EPERM, EMLINK, ENOTSUP].contains(errno) { return false }
            throw error(path, "can't get its name")
        }
        try sync(directory: directory)
        return true
    }

    private static func sync(directory: String) throws {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(directory, "can't be opened") }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw error(directory, "can't be made durable") }
    }

    /// Makes a directory and those above it, durably, readable by their owner alone.
    static func makeDirectories(_ path: String) throws {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw ArtifactError(.io, path, "is not a directory") }
            return
        }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        if !parent.isEmpty { try makeDirectories(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw error(path, "can't be made") }
        let descriptor = open(parent.isEmpty ? "/" : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Whether the path names a symbolic link.
    static func isLink(_ path: String) -> Bool { kind(of: path) == S_IFLNK }

    /// Whether the path names a regular file.
    static func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

    /// Whether the path names anything, a link that leads nowhere too.
    static func exists(_ path: String) -> Bool { kind(of: path) != nil }

    /// How many bytes a regular file has; `nil` for anything else.
    static func size(of path: String) -> Int? {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// What the last call of the system says.
    static func error(_ path: String, _ what: String) -> ArtifactError {
        let code = errno
        let kind: ArtifactError.Kind =
            switch code {
            case ENOENT: .missing
            case EEXIST: .taken
            case ENOSPC, EDQUOT: .full
            case ELOOP: .outside
            default: .io
            }
        return ArtifactError(kind, path, "\(what): \(String(cString: strerror(code)))")
    }
}

/// Removes a file; that it is not there is fine.
func unlinkQuietly(_ path: String) {
    unlink(path)
}
