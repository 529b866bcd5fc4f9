internal import COrchestratorSQLite
internal import OrchestratorDatabase
internal import Synchronization

/// A connection to the file, with its compiled statements.
///
/// It is lent to one caller at a time, who uses it on its own thread.
final class OpenConnection: Sendable {
    private let statements: StatementCache
    /// Held by whoever the connection is lent to.
    private let lent = Mutex(())

    /// How long SQLite itself waits for others, in milliseconds: for programs that don't know of ``ProcessLock``.
    static let busyTimeout: Int32 = 30_000

    /// What every connection is set to. The log is moved by ``LogKeeper`` alone. A cache that holds what a full batch of writes changes, and
    /// savepoints kept in memory, spare writing pages twice: SQLite would put both into files meanwhile. Setting the cache reads the schema, so
    /// that a file that is no database is refused at once.
    private static let settings = [
        "PRAGMA foreign_keys = ON", "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = -8192", "PRAGMA temp_store = MEMORY",
    ]

    /// What a connection may do with the file.
    enum Access {
        /// It can never write, not even when it is the last one to be closed.
        case reading
        /// It may write to a file that exists.
        case writing
        /// The same, and every commit is synced from the first on: the log is written in few pieces.
        case committing
        /// The file is made where there is none.
        case creating

        fileprivate var flags: Int32 {
            switch self {
            case .reading: SQLITE_OPEN_READONLY
            case .writing, .committing: SQLITE_OPEN_READWRITE
            case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        }

        /// The name of the file system, where it is not the usual one.
        fileprivate var fileSystem: String? { self == .committing ? LogFileSystem.name : nil }

        /// What a library that was built with other defaults must be told first.
        fileprivate var settings: [String] { self == .committing ? ["PRAGMA synchronous = FULL"] : [] }
    }

    /// Opens the file. The connection never moves the write-ahead log by itself while it is open.
    ///
    /// - Parameter settings: Pragmas to run before anything else.
    init(path: String, _ access: Access = .writing, settings: [String]) throws {
        let handle = try Self.open(path, access)
        statements = StatementCache(connection: handle, location: path)
        for setting in Self.settings + access.settings + settings { try statements.run(setting) }
    }

    deinit {
        guard !statements.isClosed else { return }
        statements.close()
        // Should a statement still be in use, the library closes the file once it is not.
        sqlite3_close_v2(statements.connection)
    }

    private static func open(_ path: String, _ access: Access) throws -> OpaquePointer {
        var handle: OpaquePointer?
        // Nobody uses a connection at the same time as another, which `use` sees to: the library needs no locks of its own for it.
        let code = sqlite3_open_v2(path, &handle, access.flags | SQLITE_OPEN_NOMUTEX, access.fileSystem)
        guard let handle else { throw DatabaseError(code: code, at: path, cause: "SQLite error \(code) while opening") }
        guard code == SQLITE_OK else {
            defer { sqlite3_close(handle) }
            throw DatabaseError(connection: handle, sql: "open", at: path)
        }
        let refusal = csqlite_refuse_double_quoted_text(handle)
        guard refusal == SQLITE_OK else {
            defer { sqlite3_close(handle) }
            throw DatabaseError(code: refusal, at: path, cause: "SQLite error \(refusal): text in double quotes can't be refused")
        }
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, busyTimeout)
        return handle
    }

    /// Lends the connection. The body must not ask for it again, nor leave a transaction open: both are mistakes of the program, and trap.
    func use<Value: Sendable, Failure: Error>(_ body: (StatementCache) throws(Failure) -> Value) throws(Failure) -> Value {
        try lent.withLock { _ throws(Failure) in
            defer { precondition(statements.isClosed || !statements.isInsideTransaction, "a transaction was left open") }
            return try body(statements)
        }
    }

    /// Closes the connection, if it is open. The last one of all processes moves the write-ahead log into the file, and removes it: the writer's is
    /// closed under the lock between processes, and after those that only read.
    func close() throws {
        try use { statements in
            guard !statements.isClosed else { return }
            statements.close()
            // Nothing of it is in use; a connection that can't be closed all the same is not used again.
            guard sqlite3_close(statements.connection) == SQLITE_OK else {
                throw DatabaseError(connection: statements.connection, sql: "close", at: statements.location)
            }
        }
    }

    /// Keeps the connection open until the process ends, since closing would move the write-ahead log into the file, and remove it: what is
    /// there under that name may belong to another database by now, and a damaged one is to stay as it is.
    func abandon() { _ = Unmanaged.passRetained(self) }
}
