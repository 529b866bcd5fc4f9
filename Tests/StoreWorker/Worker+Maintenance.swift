import OrchestratorDatabase
import OrchestratorModel
import OrchestratorSQLite
import OrchestratorState

extension Worker {
    /// Backups that are acknowledged hold what was acknowledged before.
    func backup(_ store: StateManager, _ database: SQLiteDatabase) async throws {
        let run = try await createRun(store)
        for number in 0..<3 {
            await label(run, "count", "\(number)", store)
            let path = "\(directory)/backup-\(number).db"
            await attempt("backup \(path) \(run) count \(number)") { try await database.backUp(to: path) }
        }
    }

    func vacuum(_ store: StateManager, _ database: SQLiteDatabase) async throws {
        _ = try await database.write { connection in
            try connection.execute("CREATE TABLE ballast (id INTEGER PRIMARY KEY, text TEXT)")
            for id in 0..<40 { try connection.execute("INSERT INTO ballast (id, text) VALUES (\(id), \(String(repeating: "x", count: 8000)))") }
        }
        let run = try await createRun(store)
        await label(run, "count", "0", store)
        _ = try await database.write { try $0.execute("DELETE FROM ballast WHERE id < 30") }
        await attempt("vacuumed") { _ = try await database.vacuum() }
        await label(run, "count", "1", store)
    }
}
