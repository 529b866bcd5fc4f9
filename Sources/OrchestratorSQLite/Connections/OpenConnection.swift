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

    /// Opens the file, which exists. The connection never moves the write-ahead log by itself while it is open.
    ///
    /// - Parameter settings: Statements to run before anything else.
    init(path: String, settings: [String]) throws {
        (queue, statements) = try classifying(at: path) {
            var configuration = Configuration()
            configuration.busyMode = .timeout(TimeInterval(Self.busyTimeout) / 1000)
            configuration.prepareDatabase { database in
                for setting in ["PRAGMA wal_autocheckpoint = 0"] + settings { try database.execute(sql: setting) }
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let statements = try queue.inDatabase { database in
                guard let handle = database.sqliteConnection else {
                    throw OrchestratorDatabase.DatabaseError(.unavailable, at: path, "the database was closed while it was being opened")
                }
                return StatementCache(connection: handle, location: path)
            }
            return (queue, statements)
        }
    }

    /// Lends the connection.
    func use<Value>(_ body: (StatementCache) throws -> Value) rethrows -> Value {
        try queue.writeWithoutTransaction { _ in try body(statements) }
    }

    /// Closes the connection. The last one of all processes moves the write-ahead log into the file, and removes it: the writer's is closed
    /// under the lock between processes, and after those that only read.
    func close() throws {
        queue.writeWithoutTransaction { _ in statements.close() }
        try queue.close()
    }

    /// Keeps the connection open until the process ends, since closing would move the write-ahead log into the file, and remove it: what is
    /// there under that name may belong to another database by now, and a damaged one is to stay as it is.
    func abandon() {
        _ = Unmanaged.passRetained(queue)
        _ = Unmanaged.passRetained(statements)
    }
}
