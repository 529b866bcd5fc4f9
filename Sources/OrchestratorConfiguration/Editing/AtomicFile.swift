#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Replaces a file whole: who reads it sees the old content or the new, also after a crash.
public enum AtomicFile {
    /// Why a file was not written; the old one is as it was.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Somebody else changed it since it was read.
        case changedMeanwhile(path: String)
        /// The system refused.
        case system(path: String, doing: String, code: Int32)

        /// A sentence that is safe to print.
        public var description: String {
            switch self {
            case .changedMeanwhile(let path): "\(path) has changed since it was read; nothing was written"
            case .system(let path, let doing, let code): "\(path): \(doing) failed: \(String(cString: strerror(code)))"
            }
        }
    }

    /// Like ``replace(_:with:expecting:mode:)``, whatever the file holds.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        var expected: [UInt8]?
        if case .bytes(let present) = FileText.read(path) { expected = present }
        try replace(path, with: bytes, expecting: expected)
    }

    /// Writes the bytes to a temporary file beside it, syncs, and renames.
    ///
    /// A link is followed, so that it stays one; mode and, where that is allowed, owner stay as they were. A missing directory is made.
    ///
    /// - Parameters:
    ///   - expected: What the file held when it was read; `nil`: it must not exist.
    ///   - mode: For a new file.
    public static func replace(
        _ path: String, with bytes: [UInt8], expecting expected: [UInt8]?, mode: UInt32 = 0o644
    ) throws(Failure) {
        let target = resolved(path)
        let directory = FilePaths.parent(target)
        try makeDirectory(directory)
        let temporary = "\(directory)/.\(FilePaths.name(target)).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
        var status = stat()
        let exists = stat(target, &status) == 0
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path: path, doing: "making a temporary file", code: errno) }
        do throws(Failure) {
            try write(bytes, to: descriptor, path)
            guard fchmod(descriptor, exists ? status.st_mode & 0o7777 : mode_t(mode)) == 0 else {
                throw Failure.system(path: path, doing: "setting the mode", code: errno)
            }
            // Only a privileged process may give a file away; whoever may not keeps what is his own.
            if exists { _ = fchown(descriptor, status.st_uid, status.st_gid) }
            guard fsync(descriptor) == 0 else { throw Failure.system(path: path, doing: "syncing", code: errno) }
            try compare(target, expected, path)
            guard rename(temporary, target) == 0 else { throw Failure.system(path: path, doing: "renaming", code: errno) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        let parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if parent >= 0 {
            fsync(parent)
            close(parent)
        }
    }

    /// The file that a chain of links ends at, also where there is none yet; the path itself where it is no link.
    private static func resolved(_ path: String) -> String {
        var path = path
        // As many links as Linux follows; of a circle the first is replaced.
        for _ in 0..<40 {
            if let target = realpath(path, nil) {
                defer { free(target) }
                return String(cString: target)
            }
            guard let target = linkTarget(path) else { return path }
            path = FilePaths.absolute(target, in: FilePaths.parent(path))
        }
        return path
    }

    private static func linkTarget(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(path, start, buffer.count)
            return count > 0 ? String(validating: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self) : nil
        }
    }

    private static func makeDirectory(_ path: String) throws(Failure) {
        if path.isEmpty || FileText.isDirectory(path) { return }
        try makeDirectory(FilePaths.parent(path))
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .system(path: path, doing: "making the directory", code: errno) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeBytes(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .system(path: path, doing: "writing", code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    private static func compare(_ target: String, _ expected: [UInt8]?, _ path: String) throws(Failure) {
        switch (FileText.read(target), expected) {
        case (.missing, nil): return
        case (.bytes(let bytes), let expected?) where bytes == expected: return
        default: throw .changedMeanwhile(path: path)
        }
    }
}

/// `write(2)`, whose name the enumeration's own function hides.
private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
