internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The file of a database, looked at without SQLite: opening a file with SQLite may already change what lies beside it.
struct DatabaseFile {
    let path: String
    var role = Role.store

    /// What the file is to somebody who is told what is wrong with it.
    enum Role {
        case store
        case backup
    }

    /// What stands at the path.
    private enum Content {
        case nothing
        case file(size: UInt64)
        case somethingElse
    }

    /// Whether there is a file. It is looked at so far as to know that it is a whole database.
    ///
    /// - Throws: ``DatabaseError`` of kind `corrupt` where it is none, or was cut off.
    func exists() throws -> Bool {
        // Another process may be moving its log into the file just now: what is wrong then is right at the next look.
        for _ in 0..<3 {
            guard case .file = try content() else { break }
            if try flaw() == nil { return true }
        }
        guard case .file = try content() else { return false }
        if let flaw = try flaw() { throw flaw.error(at: path, of: role) }
        return true
    }

    /// Whether a write-ahead log or a journal lies where the file is missing: the database was removed, and not all of it.
    var isHalfRemoved: Bool { ["-wal", "-journal"].contains { FileIdentity(path: path + $0) != nil } }

    private func content() throws -> Content {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return .nothing }
            let cause = String(cString: strerror(code))
            let what = code == EACCES ? "read by this user: a directory above it may not be searched" : "opened: \(cause)"
            throw DatabaseError(.permission, at: path, "the \(role == .store ? "database" : "backup") can't be \(what)", cause: cause)
        }
        let place = role == .store ? "where the database should be" : "where the backup should be"
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(size: UInt64(status.st_size))
        case S_IFDIR: throw DatabaseError(.permission, at: path, "a directory stands \(place)")
        default: throw DatabaseError(.permission, at: path, "what stands \(place) is no file")
        }
    }

    /// What the first bytes say against the file (https://www.sqlite.org/fileformat.html, 1.3).
    private func flaw() throws -> DatabaseFlaw? {
        guard case .file(let first) = try content(), let header = header(size: first) else { return .unreadable }
        guard !header.isEmpty else { return .empty }
        guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else { return .noDatabase }
        // As long as there is a log, the pages at the end may be in it alone; a journal has what is to be undone.
        guard FileIdentity(path: path + "-wal") == nil, FileIdentity(path: path + "-journal") == nil,
            Self.number(header[24..<28]) == Self.number(header[92..<96]),
            case .file(let size) = try content()
        else { return nil }
        let pageSize = Self.number(header[16..<18])
        return size < Self.number(header[28..<32]) * (pageSize == 1 ? 65_536 : pageSize) ? .cutOff : nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
