internal import COrchestratorSQLite
internal import OrchestratorDatabase

extension StatementCache {
    /// How thoroughly a checkpoint goes about it (https://www.sqlite.org/c3ref/wal_checkpoint_v2.html).
    enum CheckpointMode: Sendable {
        /// Moves what no reader is in the way of.
        case moving
        /// Moves everything and cuts the log's file to nothing, or gives up where a reader is in the way.
        case cutting
    }

    /// Moves the write-ahead log into the database.
    ///
    /// - Parameter patience: How long to wait for readers, in milliseconds; nobody can write meanwhile.
    func checkpoint(_ mode: CheckpointMode, patience: Int32 = 0) throws -> CheckpointResult {
        var (pages, moved) = (Int32(0), Int32(0))
        sqlite3_busy_timeout(connection, patience)
        defer { sqlite3_busy_timeout(connection, OpenConnection.busyTimeout) }
        let code = sqlite3_wal_checkpoint_v2(
            connection, nil, mode == .moving ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE, &pages, &moved)
        guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY else {
            throw DatabaseError(connection: connection, sql: "checkpoint", at: location)
        }
        return CheckpointResult(pages: Int(pages), moved: Int(moved), isBlocked: code != SQLITE_OK || moved < pages)
    }

    /// Makes the library tell after each commit how long the log is, in place of its own habit to move the log by itself.
    func watchLog() {
        sqlite3_wal_hook(
            connection,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<StatementCache>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
