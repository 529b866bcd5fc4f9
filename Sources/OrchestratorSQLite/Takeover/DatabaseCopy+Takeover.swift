internal import COrchestratorSQLite
internal import Foundation
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension DatabaseCopy {
    /// Keeps the database beside itself as it is, inside a transaction that has not changed anything yet and keeps others from it.
    ///
    /// No file is replaced: where the name is taken by another content, the next of `.2`, `.3` … is used. A copy that was made before this
    /// process was interrupted is used again.
    /// - Parameters:
    ///   - suffix: What is put behind the name of the database.
    ///   - statements: The connection with the transaction.
    /// - Returns: The path of the copy, which is durable under its name.
    func keep(suffix: String, _ statements: StatementCache) throws -> String {
        let place = DatabaseFile(path: source + suffix)
        do {
            // Others can be at work on none now: what is there was left by a process that was killed.
            place.removeTemporaries()
            let temporary = place.temporaryName
            defer { DatabaseFile.remove(temporary) }
            var usesLog = false
            try statements.run("PRAGMA journal_mode", []) { usesLog = try $0.text() == "wal" }
            // With a log the file alone is not the database.
            if usesLog { try copyPages(to: temporary) } else { try copyBytes(through: statements, to: temporary) }
            try place.sync(temporary)
            return try publish(temporary, as: place)
        } catch let error as DatabaseError {
            throw DatabaseError(
                error.kind, at: source, "before the database is taken over it is copied beside itself, and \(error.message)", cause: error.cause)
        }
    }

    private func publish(_ temporary: String, as place: DatabaseFile) throws -> String {
        for number in 1...Int.max {
            let name = place.path + (number == 1 ? "" : ".\(number)")
            if link(temporary, name) == 0 {
                try place.syncDirectory()
                return name
            }
            guard errno == EEXIST else { throw place.failure("the copy can't get its name") }
            // Its name may not be on the disk yet.
            if FileManager.default.contentsEqual(atPath: temporary, andPath: name) {
                try place.sync(name)
                try place.syncDirectory()
                return name
            }
        }
        throw place.failure("the copy can't get a name")
    }

    /// Copies the file byte by byte, through the handle that SQLite has it open with: closing another one would take away the locks of this
    /// process (https://www.sqlite.org/howtocorrupt.html, 2.2). Nobody else can read it now.
    private func copyBytes(through statements: StatementCache, to target: String) throws {
        let place = DatabaseFile(path: target)
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(statements.connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file,
            let methods = file.pointee.pMethods
        else { throw place.failure("the database can't be copied") }
        var size: sqlite3_int64 = 0
        guard methods.pointee.xFileSize(file, &size) == SQLITE_OK else { throw place.failure("the database can't be copied") }
        guard FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = FileHandle(forWritingAtPath: target)
        else { throw place.failure("the copy can't be made") }
        defer { try? output.close() }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var position: sqlite3_int64 = 0
        while position < size {
            let count = Int32(min(sqlite3_int64(buffer.count), size - position))
            guard methods.pointee.xRead(file, &buffer, count, position) == SQLITE_OK else { throw place.failure("the database can't be read") }
            do {
                try output.write(contentsOf: buffer[..<Int(count)])
            } catch {
                throw place.failure("the copy can't be written")
            }
            position += sqlite3_int64(count)
        }
    }
}
