import OrchestratorDatabase
import OrchestratorTestKit
import Synchronization

@testable import OrchestratorPostgres

/// A database in a schema of a test's own, with what the tests of this module do to it.
struct Server {
    let database: PostgresDatabase
    let url: String

    /// Lends one.
    static func with(_ tuning: PostgresTuning = PostgresTuning(), _ body: (Server) async throws -> Void) async throws {
        try await TestEngine.postgresql.run {
            let url = try await TestEngine.postgresql.newSchema()
            let server = Server(database: try await PostgresDatabase.open(url, tuning), url: url)
            try await server.make()
            do {
                try await body(server)
            } catch {
                try? await server.database.close()
                throw error
            }
            try await server.database.close()
        }
    }

    private func make() async throws {
        _ = try await database.write { try $0.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)") }
    }

    func add(_ id: Int, _ name: String) async throws {
        _ = try await database.write { try $0.execute("INSERT INTO things (id, name) VALUES (\(id), \(name))") }
    }

    func names() async throws -> [String] {
        try await database.read { try $0.all("SELECT name FROM things ORDER BY id") { try $0.text() } }
    }

    /// Ends a connection, from the server's side, and waits until its process is gone.
    func terminate(_ backend: Int) async throws {
        let other = try await TestServer.shared()
        _ = try await other.read { try $0.all("SELECT pg_terminate_backend(\(backend)::integer)") { try $0.boolean() } }
        try await waitUntil("a process of the server goes on") {
            try await other.read {
                try $0.first("SELECT COUNT(*) FROM pg_stat_activity WHERE pid = \(backend)") { try $0.integer() } == 0
            }
        }
    }

    /// Waits until a connection of the server waits for another's lock.
    func waitUntilBlocked(_ backend: Int) async throws {
        let other = try await TestServer.shared()
        try await waitUntil("nobody waits") {
            try await other.read {
                try $0.first("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = \(backend)") { try $0.next() } == .integer(1)
            }
        }
    }

    /// Asks until the answer is yes.
    func waitUntil(_ sentence: String, _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while try await !condition() {
            if ContinuousClock.now > end { throw ConformanceFailure(sentence) }
            await Task.yield()
        }
    }
}

extension SQLConnection {
    /// The process of the server that serves this connection.
    func backend() throws -> Int { try first("SELECT pg_backend_pid()") { try $0.integer() } ?? 0 }
}

/// The error that the body throws; `nil` where it throws none, or another.
func databaseError(_ body: () async throws -> Void) async -> DatabaseError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? DatabaseError
    }
}

/// A value that bodies on other threads set.
final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value { state.withLock { $0 } }

    func set(_ value: Value) { state.withLock { $0 = value } }

    @discardableResult
    func change(_ body: (inout Value) -> Void) -> Value {
        state.withLock { value in
            body(&value)
            return value
        }
    }
}
