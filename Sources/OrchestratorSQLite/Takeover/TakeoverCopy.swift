internal import Foundation
internal import GRDBSQLite
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A copy of a database beside it, made inside a transaction that has not changed anything yet and keeps others from it.
struct TakeoverCopy {
    private let statements: StatementCache
    private let path: String

    init(of statements: StatementCache, at path: String) {
        self.statements = statements
        self.path = path
    }

    /// Makes the copy, and returns when it is durable under its name.
    ///
    /// No file is replaced: where the name is taken by another content, the next of `.2`, `.3` … is used.
    /// - Returns: The path of the copy.
    func publish(suffix: String) throws -> String {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let temporary = "\(path)\(suffix).\(getpid()).\(UInt32.random(in: .min ... .max)).new"
        // Others can be at work on none now: what is there was left by a process that was killed.
        removeUnfinished(suffix, in: directory)
        defer { removeUnfinished(suffix, in: directory) }
        try write(to: temporary)
        try sync(temporary)
        for number in 1...Int.max {
            let name = path + suffix + (number == 1 ? "" : ".\(number)")
            guard link(temporary, name) != 0 else {
                try sync(directory)
                return name
            }
            guard errno == EEXIST else { throw failure("the copy can't get its name", errno) }
            // One that was made before this process was interrupted; its name may not be on the disk yet.
            if FileManager.default.contentsEqual(atPath: temporary, andPath: name) {
                try sync(name)
                try sync(directory)
                return name
            }
        }
        throw failure("the copy can't get a name", EEXIST)
    }

    private func removeUnfinished(_ suffix: String, in directory: String) {
        let prefix = URL(fileURLWithPath: path).lastPathComponent + suffix + "."
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
            guard name.hasPrefix(prefix), name.hasSuffix(".new") || name.contains(".new-") else { continue }
            unlink("\(directory)/\(name)")
        }
    }

    private func write(to target: String) throws {
        var usesLog = false
        try statements.run("PRAGMA journal_mode", []) { usesLog = try $0.text() == "wal" }
        // With a log the file alone is not the database.
        if usesLog { try copyPages(to: target) } else { try copyBytes(to: target) }
    }

    /// Copies the file byte by byte, through the handle that SQLite has it open with: closing another one would take away the locks of this
    /// process (https://www.sqlite.org/howtocorrupt.html, 2.2).
    private func copyBytes(to target: String) throws {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(statements.connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file,
            let methods = file.pointee.pMethods
        else { throw failure("the database can't be copied", 0) }
        var size: sqlite3_int64 = 0
        guard methods.pointee.xFileSize(file, &size) == SQLITE_OK else { throw failure("the database can't be copied", errno) }
        guard FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = FileHandle(forWritingAtPath: target)
        else { throw failure("the copy can't be made", errno) }
        defer { try? output.close() }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var position: sqlite3_int64 = 0
        while position < size {
            let count = Int32(min(sqlite3_int64(buffer.count), size - position))
            guard methods.pointee.xRead(file, &buffer, count, position) == SQLITE_OK else { throw failure("the database can't be read", errno) }
            do {
                try output.write(contentsOf: buffer[..<Int(count)])
            } catch {
                throw failure("the copy can't be written", errno)
            }
            position += sqlite3_int64(count)
        }
    }

    /// Copies page by page, over a connection of its own: the one that is about to write can't be read from in this way.
    private func copyPages(to target: String) throws {
        var (source, copy): (OpaquePointer?, OpaquePointer?)
        defer {
            sqlite3_close(copy)
            sqlite3_close(source)
        }
        guard sqlite3_open_v2(path, &source, SQLITE_OPEN_READONLY, nil) == SQLITE_OK, let source,
            sqlite3_open_v2(target, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK, let copy,
            let backup = sqlite3_backup_init(copy, "main", source, "main")
        else { throw failure("the copy can't be made", errno) }
        let step = sqlite3_backup_step(backup, -1)
        guard sqlite3_backup_finish(backup) == SQLITE_OK, step == SQLITE_DONE else { throw failure("the copy can't be written", errno) }
    }

    private func sync(_ path: String) throws {
        #if canImport(Glibc)
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
            defer { if descriptor >= 0 { _ = Glibc.close(descriptor) } }
        #else
            let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
            defer { if descriptor >= 0 { _ = Darwin.close(descriptor) } }
        #endif
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw failure("the copy can't be made durable", errno) }
    }

    private func failure(_ message: String, _ code: Int32) -> DatabaseError {
        let kind: DatabaseError.Kind = code == ENOSPC || code == EDQUOT ? .full : code == EACCES || code == EROFS ? .permission : .unavailable
        return DatabaseError(
            kind, at: path, "before the database is taken over it is copied beside itself, and \(message)", cause: String(cString: strerror(code)))
    }
}
