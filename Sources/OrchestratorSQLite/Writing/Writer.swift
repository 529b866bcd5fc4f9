internal import GRDB
internal import OrchestratorDatabase
internal import Synchronization

/// The one connection that writes, and the rules that a transaction obeys.
final class Writer: Sendable {
    private let queue: DatabaseQueue
    private let location: String
    private let path: String
    private let identity: FileIdentity
    private let failure = Mutex<OrchestratorDatabase.DatabaseError?>(nil)

    init(_ queue: DatabaseQueue, path: String, identity: FileIdentity, location: String) {
        self.queue = queue
        self.path = path
        self.identity = identity
        self.location = location
    }

    /// Throws where the store is failed, or its file is another one than the one that was opened.
    func check() throws {
        if let error = failure.withLock({ $0 }) { throw error }
        guard FileIdentity(path: path) == identity else {
            throw fail(
                .init(
                    .replaced, at: location,
                    "the database file was replaced or removed while it was in use: this process leaves it as it is and stops"))
        }
    }

    /// Runs the jobs in one transaction. A body that throws is rolled back alone.
    ///
    /// - Throws: What kept the whole transaction from being committed.
    func transaction(_ jobs: [WriteJob]) throws {
        try check()
        do {
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
                let connection = SQLiteConnection(database: database, location: location)
                do {
                    if jobs.count == 1 {
                        try alone(jobs[0], connection)
                    } else {
                        for job in jobs { try amongOthers(job, connection) }
                        try database.execute(sql: "COMMIT")
                    }
                } catch {
                    if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
        } catch let error as GRDB.DatabaseError {
            throw fail(OrchestratorDatabase.DatabaseError(error, at: location))
        } catch let error as OrchestratorDatabase.DatabaseError {
            throw fail(error)
        }
    }

    private func alone(_ job: WriteJob, _ connection: SQLiteConnection) throws {
        try job.run(connection)
        try connection.database.execute(sql: "COMMIT")
    }

    private func amongOthers(_ job: WriteJob, _ connection: SQLiteConnection) throws {
        try connection.database.execute(sql: "SAVEPOINT job")
        do {
            try job.run(connection)
        } catch {
            // A full disk or an I/O error ends the transaction by itself (https://www.sqlite.org/lang_transaction.html): all of it is lost.
            guard connection.database.isInsideTransaction else { throw error }
            if let error = error as? OrchestratorDatabase.DatabaseError, error.isFatal { throw error }
            try connection.database.execute(sql: "ROLLBACK TO job")
        }
        try connection.database.execute(sql: "RELEASE job")
    }

    /// Remembers an error after which nothing may be acknowledged until the store is reopened.
    @discardableResult
    func fail(_ error: OrchestratorDatabase.DatabaseError) -> OrchestratorDatabase.DatabaseError {
        if error.isFatal { failure.withLock { if $0 == nil { $0 = error } } }
        return error
    }

    func withConnection<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try classifying(at: location) { try queue.writeWithoutTransaction(body) }
    }

    func close() throws {
        failure.withLock { if $0 == nil { $0 = .init(.unavailable, at: location, "the database was closed") } }
        try classifying(at: location) { try queue.close() }
    }
}
