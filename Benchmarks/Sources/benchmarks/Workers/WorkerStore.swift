import AgentOrchestrator
import Foundation

/// The stores that workers are measured with.
enum WorkerStore {
    struct Unknown: Error {
        let url: String
    }

    /// Lends the store that `BENCHMARK_STATE` names, or a file of SQLite and then a PostgreSQL server, each with a directory of its own.
    static func each(_ body: (_ url: String, _ directory: String) async throws -> Void) async throws {
        if let url = ProcessInfo.processInfo.environment["BENCHMARK_STATE"] { return try await inDirectory { try await body(url, $0) } }
        try await inDirectory { try await body("sqlite:\($0)/state.db", $0) }
        let server = try PostgresServer()
        defer { server.stop() }
        try await inDirectory { try await body(server.url, $0) }
    }

    private static func inDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = NSTemporaryDirectory() + "/benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    static func open(_ url: String, artifacts: String, actor: String) async throws -> (StateManager, () async throws -> Void) {
        let database: any SQLDatabase
        if url.hasPrefix("sqlite:") {
            database = try SQLiteDatabase.open(String(url.dropFirst("sqlite:".count)))
        } else if url.hasPrefix("postgresql:") {
            database = try await PostgresDatabase.open(url)
        } else {
            throw Unknown(url: url)
        }
        let state = try await StateManager.open(database, artifacts: artifacts + "/artifacts", actor: Actor(.worker, actor))
        return (state, { try await database.close() })
    }
}
