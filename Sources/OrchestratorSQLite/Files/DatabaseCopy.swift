internal import COrchestratorSQLite
internal import Foundation
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Copies a database, so that the copy is the same in everything that SQLite knows of it: as a backup, in the place of another, or before it is taken
/// over.
struct DatabaseCopy {
    /// The database.
    let source: String

    init(of source: String) {
        self.source = source
    }

    /// Writes a copy that is durable once it has its name.
    ///
    /// - Throws: ``DatabaseError``; of kind `conflict` where there is something of that name.
    func write(to path: String) throws {
        var status = stat()
        guard lstat(path, &status) != 0 else { throw Self.taken(path) }
        let temporary = try writeTemporary(besides: path)
        defer { DatabaseFile.remove(temporary) }
        // link(2) fails where the name is taken; rename(2) would replace the file.
        guard link(temporary, path) == 0 else {
            throw errno == EEXIST ? Self.taken(path) : DatabaseFile(path: path).failure("the copy can't get its name")
        }
        try DatabaseFile(path: path).syncDirectory()
    }

    /// Writes a copy under a name of its own beside the path, durable and looked through. The caller gives it its name, or removes it.
    func writeTemporary(besides path: String) throws -> String {
        let target = DatabaseFile(path: path)
        try target.checkDirectory()
        let temporary = target.temporaryName
        do {
            try copyPages(to: temporary)
            try finish(temporary)
            try target.sync(temporary)
            return temporary
        } catch let error as DatabaseError where error.location == temporary {
            DatabaseFile.remove(temporary)
            // The name that was asked for, not one that nobody has heard of.
            throw DatabaseError(error.kind, at: path, "the copy can't be written: \(error.message)", cause: error.cause)
        } catch {
            DatabaseFile.remove(temporary)
            throw error
        }
    }

    private static func taken(_ path: String) -> DatabaseError {
        DatabaseError(.conflict, at: path, "there is a file of that name already, and it is left as it is: name another one")
    }

    /// Copies all pages, over connections of its own, as they are at one moment.
    func copyPages(to path: String) throws {
        // A reader: it takes no lock that anybody waits for, and sees one snapshot from the first page to the last.
        let from = try OpenConnection(path: source, settings: ["PRAGMA query_only = ON"])
        defer { try? from.close() }
        // Until it is whole and has its name it is nothing that a crash could damage.
        let target = try OpenConnection(path: path, .creating, settings: ["PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF"])
        defer { try? target.close() }
        try from.use { from in
            try from.run("BEGIN DEFERRED")
            defer { try? from.run("ROLLBACK") }
            try target.use { target in
                guard let backup = sqlite3_backup_init(target.connection, "main", from.connection, "main") else {
                    throw DatabaseError(connection: target.connection, sql: "backup", at: path)
                }
                let code = sqlite3_backup_step(backup, -1)
                let end = sqlite3_backup_finish(backup)
                guard code == SQLITE_DONE, end == SQLITE_OK else {
                    throw DatabaseError(code: end == SQLITE_OK ? code : end, at: path, cause: "SQLite error \(code), \(end) while copying")
                }
            }
        }
    }

    /// Looks the whole copy through, since a backup of a damaged database is none, and makes it one file, which can be read where nothing can be
    /// written: a database that keeps a log needs files beside it. It keeps one again as soon as it is opened as a store.
    private func finish(_ path: String) throws {
        let copy = try OpenConnection(path: path, settings: [])
        defer { try? copy.close() }
        try copy.use { copy in
            try copy.checkIntegrity()
            try copy.run("PRAGMA journal_mode = DELETE")
        }
    }
}
