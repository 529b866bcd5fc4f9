package import OrchestratorDatabase
internal import OrchestratorPostgres
internal import OrchestratorSQLite

/// An engine that tests run on. Whoever needs a database of a test's own gets it of the engine that is current.
package enum TestEngine: String, Sendable, CaseIterable, CustomStringConvertible {
    /// SQLite, in a file of the test's directory.
    case sqlite
    /// PostgreSQL, in a schema of the test's own.
    case postgresql

    /// The engine of the test that runs.
    @TaskLocal package static var current = TestEngine.sqlite
    @TaskLocal private static var scope: TestDatabases?

    package var description: String { rawValue }

    /// Runs a test on this engine, and removes what it has made there.
    package func run(_ test: () async throws -> Void) async throws {
        let databases = TestDatabases()
        do {
            try await Self.$current.withValue(self) { try await Self.$scope.withValue(databases) { try await test() } }
        } catch {
            await databases.remove()
            throw error
        }
        await databases.remove()
    }

    /// Opens an empty database for the test that runs.
    package func open(in directory: TemporaryDirectory) async throws -> any SQLDatabase {
        switch self {
        case .sqlite: return try SQLiteDatabase.open(directory.path("state.db"))
        case .postgresql:
            var tuning = PostgresTuning()
            // A machine that is busy with tests may stand still for a while.
            tuning.idleInWrite = .seconds(600)
            return try await PostgresDatabase.open(try await newSchema(), tuning)
        }
    }

    /// Makes an empty schema on the server for tests.
    ///
    /// - Returns: The URL that leads to it.
    package func newSchema() async throws -> String {
        let scope = Self.scope
        guard let scope else { throw TestServerMissing("a database on a server is made inside of 'TestEngine.run' alone, which removes it") }
        return try await scope.newSchema()
    }
}
