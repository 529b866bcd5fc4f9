import OrchestratorDatabase
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

/// Processes that share a file wait for each other; none sees "database is locked" (invariant 11).
@Suite struct ProcessTests {
    @Test func writesNextToOtherProcesses() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("state.db")
        let database = try await SQLiteDatabase.withThings(at: path)
        let script = """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
            for i in range(100): c.execute("INSERT INTO things (id, name) VALUES (?, 'python')", (10000 + i,))
            """
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try Command.run("python3", "-c", script, path) }
            group.addTask {
                await #expect(processExitsWith: .success) { [path = path as String] in
                    let database = try SQLiteDatabase.open(path, .existing)
                    for id in 0..<100 { try await database.add(1000 + id) }
                    try await database.close()
                }
            }
            group.addTask { for id in 0..<100 { try await database.add(id) } }
            try await group.waitForAll()
        }
        #expect(try await database.count() == 300)
        try await database.close()
    }
}
