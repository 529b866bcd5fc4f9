import OrchestratorDatabase
import OrchestratorSQLite

extension SQLiteDatabase {
    /// A database with the table `things (id INTEGER, name TEXT)`.
    static func withThings(at path: String) async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase.open(path)
        _ = try await database.write { try $0.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)") }
        return database
    }

    func add(_ id: Int, _ name: String = "thing") async throws {
        _ = try await write { try $0.execute("INSERT INTO things (id, name) VALUES (\(id), \(name))") }
    }

    func count() async throws -> Int? {
        try await read { try $0.first("SELECT COUNT(*) FROM things") { try $0.integer() } }
    }

    func fact(_ name: String) async throws -> SQLValue? {
        try await storageFacts().first { $0.name == name }?.value
    }

}

/// The kind of the error of the database that the body throws; `nil` where it throws none.
func kindOfError(_ body: () async throws -> Void) async -> DatabaseError.Kind? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? DatabaseError)?.kind
    }
}
