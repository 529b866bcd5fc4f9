import OrchestratorDatabase
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

/// Many callers share one commit.
@Suite struct GroupCommitTests {
    @Test func commitsManyBodiesAtOnce() async throws {
        let directory = try TemporaryDirectory()
        let database = try await SQLiteDatabase.withThings(at: directory.path("state.db"))
        let before = try await database.commits()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<64 {
                group.addTask { for index in 0..<20 { try await database.add(caller * 20 + index) } }
            }
            try await group.waitForAll()
        }
        #expect(try await database.commits() - before < 1280 / 2)
        #expect(try await database.count() == 1280)
        try await database.close()
    }
}
