/// git's index, as far as it takes to know whether a file is tracked (gitformat-index): no process is started for that.
enum GitIndex {
    /// Whether the repository that the file lies in tracks it; false where there is none, or its index can't be read.
    static func tracks(_ file: String) -> Bool {
        var directory = FilePaths.parent(file)
        while true {
            let mark = directory == "/" ? "/.git" : "\(directory)/.git"
            if FileText.exists(mark) {
                guard let bytes = index(mark, in: directory) else { return false }
                return paths(in: bytes).contains(FilePaths.shortened(file, from: directory))
            }
            if directory == "/" || directory.isEmpty { return false }
            directory = FilePaths.parent(directory)
        }
    }

    /// A worktree's `.git` is a file that names the directory.
    private static func index(_ mark: String, in directory: String) -> [UInt8]? {
        var gitDirectory = mark
        if case .bytes(let bytes) = FileText.read(mark) {
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.hasPrefix("gitdir: ") else { return nil }
            gitDirectory = FilePaths.absolute(String(text.dropFirst(8).prefix { $0 != "\n" }), in: directory)
        }
        if case .bytes(let bytes) = FileText.read("\(gitDirectory)/index", limit: 256 << 20) { return bytes }
        return nil
    }

    /// The paths of all entries. Versions 2 and 3 pad each entry to 8 bytes, version 4 leaves out the part shared with the entry before.
    private static func paths(in bytes: [UInt8]) -> Set<String> {
        guard bytes.count > 12, bytes.starts(with: Array("DIRC".utf8)) else { return [] }
        let version = number(bytes, at: 4, size: 4)
        let count = number(bytes, at: 8, size: 4)
        var paths: Set<String> = []
        var offset = 12
        var previous: [UInt8] = []
        for _ in 0..<count {
            guard offset + 62 < bytes.count else { return paths }
            let isExtended = number(bytes, at: offset + 60, size: 2) & 0x4000 != 0
            var start = offset + (isExtended ? 64 : 62)
            var path: [UInt8] = []
            if version == 4 {
                let stripped = variableNumber(bytes, at: &start)
                path = Array(previous.dropLast(stripped))
            }
            guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0) else { return paths }
            path += bytes[start..<end]
            paths.insert(String(decoding: path, as: UTF8.self))
            previous = path
            offset = version == 4 ? end + 1 : offset + (end - offset + 8) / 8 * 8
        }
        return paths
    }

    private static func number(_ bytes: [UInt8], at offset: Int, size: Int) -> Int {
        guard offset + size <= bytes.count else { return 0 }
        return bytes[offset..<offset + size].reduce(0) { $0 << 8 | Int($1) }
    }

    /// git's encoding of offsets: seven bits a byte, one added for each further byte.
    private static func variableNumber(_ bytes: [UInt8], at offset: inout Int) -> Int {
        guard offset < bytes.count else { return 0 }
        var value = Int(bytes[offset] & 0x7F)
        while bytes[offset] & 0x80 != 0, offset + 1 < bytes.count, value < 1 << 40 {
            offset += 1
            value = (value + 1) << 7 | Int(bytes[offset] & 0x7F)
        }
        offset += 1
        return value
    }
}
