internal import CSQLite
internal import Foundation
internal import OrchestratorDatabase

/// A connection to the file, with its compiled statements.
///
/// It is lent to one caller at a time, who uses it on its own thread.
final class OpenConnection: Sendable {
    private let statements: StatementCache
    private let lock = NSLock()

    /// How long SQLite itself waits for others, in milliseconds: for programs that don't know of ``ProcessLock``.
    static let busyTimeout: Int32 = 30_000

    /// What every connection is set to. The log is moved by ``LogKeeper`` alone. A cache that holds what a full batch of writes changes, and
    /// savepoints kept in memory, spare writing pages twice: SQLite would put both into files meanwhile.
    private static let settings = [
        "PRAGMA foreign_keys = ON", "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = -8192", "PRAGMA temp_store = MEMORY",
    ]

    /// What a connection may do with the file.
    enum Access {
        /// It can never write, not even when it is the last one to be closed.
        case reading
        /// It may write to a file that exists.
        case writing
        /// The file is made where there is none.
        case creating

        fileprivate var flags: Int32 {
            switch self {
            case .reading: SQLITE_OPEN_READONLY
            case .writing: SQLITE_OPEN_READWRITE
            case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        }
    }

    /// Opens the file. The connection never moves the write-ahead log by itself while it is open.
    ///
    /// - Parameter settings: Pragmas to run before anything else.
    init(path: String, _ access: Access = .writing, settings: [String]) throws {
        let handle = try Self.open(path, access)
        statements = StatementCache(connection: handle, location: path)
        for setting in Self.settings + settings { try statements.run(setting) }
    }

    deinit {
        guard !statements.isClosed else { return }
        statements.close()
        sqlite3_close(statements.connection)
    }

    /// A connection has one user at a time, which ``use(_:)`` sees to: the library needs no locks of its own for it.
    private static func open(_ path: String, _ access: Access) throws -> OpaquePointer {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, access.flags | SQLITE_OPEN_NOMUTEX, nil)
        guard let handle else { throw DatabaseError(code: code, at: path, cause: "SQLite error \(code) while opening") }
        guard code == SQLITE_OK, csqlite_refuse_double_quoted_text(handle) == SQLITE_OK else {
            defer { sqlite3_close_v2(handle) }
            throw DatabaseError(connection: handle, sql: "open", at: path)
        }
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, busyTimeout)
        return handle
    }

    /// Lends the connection. The body must not ask for it again.
    func use<Value>(_ body: (StatementCache) throws -> Value) rethrows -> Value {
        lock.lock()
        defer { lock.unlock() }
        return try body(statements)
    }

    /// Closes the connection. The last one of all processes moves the write-ahead log into the file, and removes it: the writer's is closed
    /// under the lock between processes, and after those that only read.
    func close() throws {
        try use { statements in
            statements.close()
            guard sqlite3_close(statements.connection) == SQLITE_OK else {
                throw DatabaseError(connection: statements.connection, sql: "close", at: statements.location)
            }
        }
    }

    /// Keeps the connection open until the process ends, since closing would move the write-ahead log into the file, and remove it: what is
    /// there under that name may belong to another database by now, and a damaged one is to stay as it is.
    func abandon() { _ = Unmanaged.passRetained(self) }
}
