package import OrchestratorDatabase

/// One thing that every database behind the seam does: to be checked against each engine, on a database of its own.
package struct DatabaseConformance: Sendable, CustomStringConvertible {
    /// What it does, as a sentence.
    package let description: String
    /// Throws where it does not. The database is empty.
    package let check: @Sendable (any SQLDatabase) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (any SQLDatabase) async throws -> Void) {
        self.description = description
        self.check = check
    }

    /// All of it.
    package static var all: [DatabaseConformance] { values + queries + transactions + groups + migrations }
}

extension SQLDatabase {
    /// Makes the table `things (id INTEGER, name TEXT)`.
    func makeThings() async throws {
        _ = try await write { try $0.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)") }
    }

    /// The names in the table, by id.
    func things() async throws -> [String] {
        try await read { try $0.all("SELECT name FROM things ORDER BY id") { try $0.text() } }
    }

    func add(_ id: Int, _ name: String) async throws {
        _ = try await write { try $0.execute("INSERT INTO things (id, name) VALUES (\(id), \(name))") }
    }
}

/// The kind of error that the body throws; `nil` where it throws none, or another error.
func kindOfError(_ body: () async throws -> Void) async -> DatabaseError.Kind? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? DatabaseError)?.kind
    }
}
