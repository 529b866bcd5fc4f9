internal import OrchestratorDatabase
internal import Synchronization

/// The one connection that writes, and the rules that a transaction obeys.
final class Writer: Sendable {
    private let connection: OpenConnection
    private let location: String
    private let identity: FileIdentity
    private let state = Mutex(State())

    private struct State {
        /// What keeps anything more from being acknowledged.
        var failure: DatabaseError?
        var commits = 0
        /// How many pages the write-ahead log held after the last commit.
        var logPages = 0
    }

    init(_ connection: OpenConnection, identity: FileIdentity, location: String) {
        self.connection = connection
        self.identity = identity
        self.location = location
    }

    /// How many transactions have been committed since the file was opened.
    var commits: Int { state.withLock(\.commits) }

    /// How many pages the write-ahead log held after the last commit.
    var logPages: Int { state.withLock(\.logPages) }

    /// Throws where the store is failed or closed, or its file is another one than the one that was opened.
    func check() throws {
        try checkTrust()
        guard FileIdentity(path: location) == identity else {
            throw fail(
                .init(
                    .replaced, at: location,
                    "the database file was replaced or removed while it was in use: this process leaves it as it is and stops"))
        }
    }

    private func checkTrust() throws {
        if let error = state.withLock({ $0.failure }) { throw error }
    }

    /// Runs the jobs in one transaction. A body that throws is rolled back alone.
    ///
    /// - Parameter latecomers: Gives the jobs that have come meanwhile: asked when all bodies have run, before the commit, until there are none.
    /// - Throws: What kept the whole transaction from being committed.
    func transaction(_ jobs: [WriteJob], joinedBy latecomers: () -> [WriteJob] = { [] }) throws {
        try checkTrust()
        try watching {
            let logPages = try connection.use { statements in
                var jobs = jobs
                if try !attempt(&jobs, statements, joinedBy: latecomers) {
                    var others = jobs.filter { !$0.hasFailed }
                    if !others.isEmpty { _ = try attempt(&others, statements, withSavepoints: true) }
                }
                return statements.logPages
            }
            state.withLock { state in
                state.commits += 1
                state.logPages = logPages
            }
        }
    }

    /// Runs the jobs and commits.
    ///
    /// Savepoints would let each body be undone alone, but with them SQLite keeps a copy of every page that a body changes. Bodies that throw do so
    /// nearly always before they have written anything, and then there is nothing to undo.
    /// - Parameter jobs: Those who come meanwhile are added to them.
    /// - Returns: Whether that is done; where a body threw that had written something, all is undone.
    private func attempt(
        _ jobs: inout [WriteJob], _ statements: StatementCache, withSavepoints: Bool = false, joinedBy latecomers: () -> [WriteJob] = { [] }
    ) throws -> Bool {
        try statements.run("BEGIN IMMEDIATE")
        do {
            // Not before: another process may have kept this one waiting for long.
            try check()
            var done = 0
            while done < jobs.count {
                if jobs.count == 1 {
                    try jobs[0].run(SQLiteConnection(statements: statements))
                } else if try !amongOthers(jobs[done], statements, withSavepoint: withSavepoints) {
                    try statements.run("ROLLBACK")
                    return false
                }
                done += 1
                if done == jobs.count { jobs += latecomers() }
            }
            try statements.run("COMMIT")
            return true
        } catch {
            if statements.isInsideTransaction { try? statements.run("ROLLBACK") }
            throw error
        }
    }

    /// Runs a body of several.
    ///
    /// - Returns: Whether the transaction holds nothing of a body that threw.
    private func amongOthers(_ job: WriteJob, _ statements: StatementCache, withSavepoint: Bool) throws -> Bool {
        if withSavepoint { try statements.run("SAVEPOINT job") }
        let writes = statements.writes
        do {
            try job.run(SQLiteConnection(statements: statements))
        } catch {
            // A full disk or an I/O error ends the transaction by itself (https://www.sqlite.org/lang_transaction.html): all of it is lost.
            guard statements.isInsideTransaction else { throw error }
            if let error = error as? DatabaseError, error.isFatal { throw error }
            guard withSavepoint else { return statements.writes == writes }
            try statements.run("ROLLBACK TO job")
        }
        if withSavepoint { try statements.run("RELEASE job") }
        return true
    }

    /// Runs the body; an error after which the store can't be trusted is remembered, whoever met it.
    func watching<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw fail(error)
        }
    }

    /// Remembers an error after which nothing may be acknowledged until the store is reopened.
    private func fail(_ error: DatabaseError) -> DatabaseError {
        guard error.isFatal else { return error }
        let isFirst = state.withLock { state in
            defer { if state.failure == nil { state.failure = error } }
            return state.failure == nil
        }
        if isFirst { connection.abandon() }
        return error
    }

    func use<Value: Sendable>(_ body: (StatementCache) throws -> Value) throws -> Value { try watching { try connection.use(body) } }

    /// Waits for what goes on, and closes the connection under the lock between processes; that of a failed store stays as it is.
    ///
    /// Where the lock can't be had, another process has the database open: moving the log is left to that one. A connection that only reads
    /// needs none.
    func close(under lock: ProcessLock?, within limit: Duration) async throws {
        let (wasOpen, commits) = state.withLock { state in
            defer { if state.failure == nil { state.failure = .init(.unavailable, at: location, "the database was closed") } }
            return (state.failure == nil, state.commits)
        }
        guard wasOpen else { return }
        guard let lock else { return try connection.close() }
        guard (try? await lock.acquire(within: limit)) != nil else { return connection.abandon() }
        defer { lock.release() }
        // A log of that name may belong to another database by now.
        guard FileIdentity(path: location) == identity else { return connection.abandon() }
        do {
            if commits > 0 { _ = try connection.use { try $0.checkpoint(.cutting) } }
        } catch {
            connection.abandon()
            throw error
        }
        try connection.close()
        // Whoever closes last takes the log away; nobody else looks at the lock then.
        if FileIdentity(path: location + "-wal") == nil { lock.removeFile() }
    }
}
