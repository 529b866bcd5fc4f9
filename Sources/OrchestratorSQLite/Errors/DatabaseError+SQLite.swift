internal import GRDB
internal import OrchestratorDatabase

extension OrchestratorDatabase.DatabaseError {
    /// Classifies an error of SQLite by its result code (https://www.sqlite.org/rescode.html).
    init(_ error: GRDB.DatabaseError, at location: String) {
        let (kind, message) = Self.classify(error.resultCode, error.extendedResultCode)
        self.init(kind, at: location, message, cause: error.description)
    }

    private static func classify(_ code: ResultCode, _ extended: ResultCode) -> (Kind, String) {
        if extended == .SQLITE_READONLY_DBMOVED { return (.replaced, "the database file was moved or removed while it was in use") }
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return (.busy, "another process is writing to the database and did not finish in time: try again")
        case .SQLITE_CORRUPT: return (.corrupt, "the database is damaged: restore a backup, or move the file away to begin anew")
        case .SQLITE_NOTADB: return (.corrupt, "the file is not a database: move it away, or name another one in 'state.url'")
        case .SQLITE_FULL: return (.full, "no space is left for the database: make room and try again")
        case .SQLITE_IOERR: return (.io, "reading or writing the database failed: look at the disk and the system's log")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return (.permission, "the database can't be written by this user")
        case .SQLITE_CANTOPEN: return (.unavailable, "the database can't be opened: look at the path and its permissions")
        case .SQLITE_CONSTRAINT: return (.conflict, "the change contradicts what the database holds")
        case .SQLITE_INTERRUPT, .SQLITE_ABORT: return (.unavailable, "the operation was interrupted")
        case .SQLITE_NOMEM: return (.unavailable, "there is not enough memory")
        default: return (.statement, "the database refused a statement")
        }
    }
}

/// Runs the body and turns what SQLite throws into classified errors; what others throw passes.
func classifying<Value>(at location: String, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as GRDB.DatabaseError {
        throw OrchestratorDatabase.DatabaseError(error, at: location)
    }
}
