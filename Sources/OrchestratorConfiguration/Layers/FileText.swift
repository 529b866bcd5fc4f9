#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads the files of the configuration.
enum FileText {
    enum Outcome {
        case bytes([UInt8])
        case missing
        /// Why not, as the rest of a sentence that starts with the file's name.
        case failure(code: DiagnosticCode, String)
    }

    /// Opens without waiting and takes regular files only: a pipe or a device may never end.
    static func read(_ path: String, limit: Int = YAMLComposer.byteLimit) -> Outcome {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            return errno == ENOENT || errno == ENOTDIR
                ? .missing : .failure(code: .unreadable, "can't be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .failure(code: .unreadable, "is not a regular file")
        }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: max(4096, min(Int(status.st_size) + 1, limit + 1) - bytes.count)) {
                buffer, length in
                count = readBytes(descriptor, buffer.baseAddress, buffer.count)
                length = max(count, 0)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return .failure(code: .unreadable, "can't be read: \(String(cString: strerror(errno)))") }
            if count == 0 { return .bytes(bytes) }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        }
        return .failure(code: .tooLarge, "is larger than \(limit / 1024) KiB")
    }

    static func isDirectory(_ path: String) -> Bool { kind(path) == S_IFDIR }
    static func exists(_ path: String) -> Bool { kind(path) != nil }
    static func isRegularFile(_ path: String) -> Bool { kind(path) == S_IFREG }

    /// Whether this process may make something in the directory.
    static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

    /// The names in a directory, sorted; none where it can't be read.
    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The working directory of the process.
    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}

/// `read(2)`, whose name the enumeration's own function hides.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
