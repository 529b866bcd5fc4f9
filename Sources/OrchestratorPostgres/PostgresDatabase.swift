public import OrchestratorDatabase

/// A database on a PostgreSQL server, 13 or newer, by way of libpq.
///
/// A write that returned is durable (`synchronous_commit=on` is set and read back on each connection). Each read is one snapshot. Writes of
/// different runs go on at the same time; those that look at the same rows lock them. What is run on the server runs on threads of a bounded pool
/// of connections. Serialization failures, deadlocks, and keys that another transaction has taken meanwhile make a body run again, up to
/// some seconds long; a connection that is lost is one error, of kind `unavailable`.
///
/// A caller whose task is cancelled while it waits gets `CancellationError`, and its statement is cancelled at the server; a commit that has begun
/// is waited for. What a task does that was cancelled before it called is done: it cleans up.
public final class PostgresDatabase: SQLDatabase {
    /// PostgreSQL.
    public var dialect: SQLDialect { .postgresql }
    /// The URL, without a password and without parameters.
    public var location: String { address.location }

    let address: ServerAddress
    let pool: ConnectionPool
    let tuning: PostgresTuning
    let feed: ChangeFeed

    private init(_ address: ServerAddress, _ tuning: PostgresTuning) {
        self.address = address
        self.tuning = tuning
        pool = ConnectionPool(address, tuning)
        feed = ChangeFeed { Self.notifications(on: SQLDialect.changesChannel, address, tuning) }
    }

    deinit {
        feed.close()
        pool.shutDown()
    }

    /// Connects to a server.
    ///
    /// Nothing is made or changed there. Tables are looked for, and made, in the first schema of the connection's `search_path`.
    /// - Parameters:
    ///   - url: `postgresql://user@host:port/database?parameter=value`, with all parameters that libpq knows, such as `sslmode`.
    ///   - password: The password; without one libpq takes what the URL, `PGPASSWORD` or the file of `PGPASSFILE` says. It is never printed.
    ///   - leaseTime: How long leases are good: a process that was stopped in the middle of a write loses its locks earlier.
    /// - Throws: ``DatabaseError``: `unavailable` where the server can't be reached, `permission` where it refuses, `version` where it is too old.
    public static func open(_ url: String, password: String? = nil, leaseTime: Duration = .seconds(30)) async throws -> PostgresDatabase {
        try await open(url, password: password, PostgresTuning(leaseTime: leaseTime))
    }

    /// Connects with settings of a test's own.
    package static func open(_ url: String, password: String? = nil, _ tuning: PostgresTuning) async throws -> PostgresDatabase {
        let database = PostgresDatabase(try ServerAddress(url, password: password), tuning)
        _ = try await database.pool.perform { worker, _ in _ = try worker.session() }
        return database
    }

    /// Runs the body in one snapshot, on the thread of a connection.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await pool.perform { worker, job in try TransactionRunner(worker, job).read(body) }
    }

    /// Runs the body in one transaction, on the thread of a connection, and returns when it is durable. It is run again where another transaction
    /// was in its way.
    public func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await pool.perform { worker, job in try TransactionRunner(worker, job).write(body) }
    }

    /// Waits for what goes on and closes all connections.
    public func close() async throws {
        feed.close()
        await pool.close()
    }
}
