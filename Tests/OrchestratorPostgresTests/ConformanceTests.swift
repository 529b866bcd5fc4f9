import OrchestratorDatabase
import OrchestratorTestKit
import Testing

/// PostgreSQL does what every database behind the seam does.
@Suite struct ConformanceTests {
    @Test(arguments: DatabaseConformance.all)
    func conforms(_ conformance: DatabaseConformance) async throws {
        try await TestEngine.postgresql.run {
            let directory = try TemporaryDirectory()
            let database = try await TestEngine.current.open(in: directory)
            try await conformance.check(database)
            try await database.close()
        }
    }
}
