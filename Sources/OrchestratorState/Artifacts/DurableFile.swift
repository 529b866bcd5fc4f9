#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The few calls of the system that durable files need, with errors as ``ArtifactError``.
struct DurableFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens a file that must not exist yet, readable by its owner alone.
    init(creating path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Self.error(path, "can't be made") }
    }

    /// Opens a file for reading; a link, and what is no file, is refused.
    init(reading path: String) throws {
        // Without O_NONBLOCK a pipe of that name would wait for a writer forever.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw Self.error(path, "can't be opened") }
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
    func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Self.write(descriptor, $0[written...]) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.error(path, "can't be written")
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

    /// Reads the next bytes, at most 64 KiB; none at the end.
    func read() throws -> [UInt8] {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, initialized in
                #if canImport(Glibc)
                    count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                #else
                    count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
                #endif
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            if errno != EINTR { throw Self.error(path, "can't be read") }
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

    /// Gives a file its final name, which must be free, and returns when the name is on the disk.
    static func publish(_ temporary: String, as path: String, in directory: String) throws {
        // link(2) fails where the name is taken; rename(2) would replace the file.
        guard linkat(AT_FDCWD, temporary, AT_FDCWD, path, 0) == 0 else { throw error(path, "can't get its name") }
        unlink(temporary)
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
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func error(_ path: String, _ what: String) -> ArtifactError {
        let code = errno
        let kind: ArtifactError.Kind =
            switch code {
            case ENOENT: .missing
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
