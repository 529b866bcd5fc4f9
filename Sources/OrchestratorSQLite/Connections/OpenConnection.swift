internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import OrchestratorDatabase

/// A connection to the file, with its queue and its compiled statements.
struct OpenConnection: Sendable {
    private let queue: DatabaseQueue
    private let statements: StatementCache

    /// How long SQLite itself waits for others, in milliseconds: for programs that don't know of ``ProcessLock``.
    static let busyTimeout: Int32 = 30_000

    /// What every connection is set to. The log is moved by ``LogKeeper`` alone. A cache that holds what a full batch of writes changes, and
    /// savepoints kept in memory, spare writing pages twice: SQLite would put both into files meanwhile.
    private static let settings = [
        "PRAGMA foreign_keys = ON", "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = -8192", "PRAGMA temp_store = MEMORY",
    ]

    /// Opens the file, which exists. The connection never moves the write-ahead log by itself while it is open.
    ///
    /// - Parameters:
    ///   - isReadOnly: Whether it can never write to the file, not even when it is the last one to be closed, nor make one where there is none.
    ///   - settings: Pragmas to run before anything else.
    init(path: String, isReadOnly: Bool = false, settings: [String]) throws {
        (queue, statements) = try classifying(at: path) {
            var configuration = Configuration()
            configuration.readonly = isReadOnly
            configuration.busyMode = .timeout(TimeInterval(Self.busyTimeout) / 1000)
            // It is among the settings.
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let statements = try queue.inDatabase { database in
                guard let handle = database.sqliteConnection else {
                    throw OrchestratorDatabase.DatabaseError(.unavailable, at: path, "the database was closed while it was being opened")
                }
                // GRDB asks to be told of each column that a statement reads, for observers of its own, of which there are none.
                sqlite3_set_authorizer(handle, nil, nil)
                let statements = StatementCache(connection: handle, location: path)
                for setting in Self.settings + settings { try statements.run(setting) }
                return statements
            }
            return (queue, statements)
        }
    }

    /// Lends the connection.
    func use<Value>(_ body: (StatementCache) throws -> Value) rethrows -> Value {
        try queue.inDatabase { _ in try body(statements) }
    }

    /// Closes the connection. The last one of all processes moves the write-ahead log into the file, and removes it: the writer's is closed
    /// under the lock between processes, and after those that only read.
    func close() throws {
        queue.inDatabase { _ in statements.close() }
        try queue.close()
    }

    /// Keeps the connection open until the process ends, since closing would move the write-ahead log into the file, and remove it: what is
    /// there under that name may belong to another database by now, and a damaged one is to stay as it is.
    func abandon() {
        _ = Unmanaged.passRetained(queue)
        _ = Unmanaged.passRetained(statements)
    }
}
