#if PostgreSQL
    public import OrchestratorModel
    internal import OrchestratorPostgres
    public import OrchestratorState

    /// Opens the store on a PostgreSQL server, lends it to the body, and closes it when the body returns or throws.
    ///
    /// The database is brought to the schema of this program first. Any number of processes on any number of machines may have it open.
    ///
    /// - Parameters:
    ///   - url: `postgresql://user@host/database`, with the parameters that libpq knows.
    ///   - password: The password; without one libpq looks for it in the URL, `PGPASSWORD` and `~/.pgpass`.
    ///   - artifacts: The directory for copies of the contents of artifacts, which are in the database.
    ///   - actor: Who acts: it stands in every event.
    ///   - clock: Tells the time.
    ///   - body: What the store is opened for. It must not keep the store: once it has returned, every operation throws.
    /// - Returns: What the body returns, once the store is closed.
    /// - Throws: What the body throws; `DatabaseError` where the store can't be opened or closed.
    public func withStateManager<Value>(
        onServer url: String, password: String? = nil, artifacts: String, actor: Actor, clock: any WallClock = SystemWallClock(),
        _ body: (StateManager) async throws -> Value
    ) async throws -> Value {
        let database = try await PostgresDatabase.open(url, password: password)
        do {
            let value = try await body(try await StateManager.open(database, artifacts: artifacts, actor: actor, clock: clock))
            try await database.close()
            return value
        } catch {
            // The first error is the one that tells something.
            try? await database.close()
            throw error
        }
    }
#endif
