internal import COrchestratorSQLite
internal import OrchestratorDatabase

extension DatabaseError {
    /// Classifies the last error of a connection.
    init(connection: OpaquePointer, sql: String, at location: String) {
        let code = sqlite3_extended_errcode(connection)
        let text = sqlite3_errmsg(connection).map { String(cString: $0) } ?? ""
        let cause = "SQLite error \(code): \(text) - while executing `\(sql)`"
        guard code != SQLITE_ERROR || !Self.namesWhatIsMissing(text) else {
            self.init(.schema, at: location, "a table, a column or an index of the database is missing", cause: cause)
            return
        }
        self.init(code: code, at: location, cause: cause)
    }

    /// Whether it is said that something which a statement rests on is not there. The library has one code for all that is wrong with a statement; the
    /// statements of this program are all known to be right where nobody has changed the schema.
    private static func namesWhatIsMissing(_ text: String) -> Bool {
        ["no such table: ", "no such column: ", "no such index: ", "foreign key mismatch", "ON CONFLICT clause does not match"].contains { text.hasPrefix($0) }
            || text.contains(" has no column named ")
    }

    /// Classifies a result code of SQLite (https://www.sqlite.org/rescode.html), whose lowest byte is the primary code.
    init(code: Int32, at location: String, cause: String) {
        let (kind, message) = Self.classify(code)
        self.init(kind, at: location, message, cause: cause)
    }

    private static func classify(_ code: Int32) -> (Kind, String) {
        if code == SQLITE_READONLY | (4 << 8) { return (.replaced, "the database file was moved or removed while it was in use") }
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            return (.busy, "another process is writing to the database and did not finish in time: try again")
        case SQLITE_CORRUPT: return (.corrupt, "the database is damaged: restore a backup, or move the file away to begin anew")
        case SQLITE_NOTADB: return (.corrupt, "the file is not a database: move it away, or name another one in 'state.url'")
        case SQLITE_FULL: return (.full, "no space is left for the database: make room and try again")
        case SQLITE_IOERR, SQLITE_NOLFS: return (.io, "reading or writing the database failed: look at the disk and the system's log")
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: return (.permission, "the database can't be written by this user")
        case SQLITE_CANTOPEN: return (.permission, "the database can't be opened: look at the path and its permissions")
        case SQLITE_CONSTRAINT: return (.conflict, "the change contradicts what the database holds")
        case SQLITE_INTERRUPT, SQLITE_ABORT: return (.unavailable, "the operation was interrupted")
        case SQLITE_NOMEM: return (.unavailable, "there is not enough memory")
        default: return (.statement, "the database refused a statement")
        }
    }
}
