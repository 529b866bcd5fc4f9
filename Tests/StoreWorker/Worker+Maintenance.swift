import OrchestratorDatabase
import OrchestratorModel
import OrchestratorSQLite
import OrchestratorState
import OrchestratorTestKit

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

    /// What was acknowledged before the restoration is in the store, or kept beside it, whatever happens.
    func restore() async throws {
        let backup = directory + "/backup.db"
        try await withStore { store, database in
            Acknowledgement.say("somewhere \(try await store.createRun(.sample()).run.id)")
            try await database.backUp(to: backup)
            Acknowledgement.say("somewhere \(try await store.createRun(.sample()).run.id)")
        }
        let artifacts = directory + "/artifacts"
        await attempt("restored") {
            _ = try await SQLiteDatabase.restore(database, from: backup) {
                _ = try await StateManager.open($0, artifacts: artifacts, actor: Actor(.worker, "worker"))
            }
        }
        try await withStore { store, _ in _ = try await createRun(store) }
    }
}
