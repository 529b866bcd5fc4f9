import OrchestratorDatabase
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

/// SQLite does what every database behind the seam does.
@Suite struct ConformanceTests {
    @Test(arguments: DatabaseConformance.all)
    func conforms(_ conformance: DatabaseConformance) async throws {
        let directory = try TemporaryDirectory()
        let database = try SQLiteDatabase.open(directory.path("state.db"))
        try await conformance.check(database)
        try await database.close()
    }
}
