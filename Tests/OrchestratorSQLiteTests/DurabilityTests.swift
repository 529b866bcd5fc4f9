import OrchestratorDatabase
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Invariant 1, as far as it can be seen without taking the power away.
@Suite struct DurabilityTests {
    @Test func keepsALogAndSyncsEachCommit() async throws {
        let directory = try TemporaryDirectory()
        let database = try SQLiteDatabase.open(directory.path("state.db"))
        #expect(try await database.fact("journal_mode") == .text("wal"))
        #expect(try await database.fact("synchronous") == .integer(2))
        #expect(try await database.fact("foreign_keys") == .integer(1))
        #expect(try await database.fact("commits") == .integer(0))
        try await database.close()
    }

    @Test func keepsWhatWasWrittenBeforeItWasClosed() async throws {
        let directory = try TemporaryDirectory()
        let database = try await SQLiteDatabase.withThings(at: directory.path("state.db"))
        try await database.add(1)
        try await database.close()
        #expect(try directory.names() == ["state.db"])
        let again = try SQLiteDatabase.open(directory.path("state.db"), .existing)
        #expect(try await again.count() == 1)
        try await again.close()
    }

    @Test func keepsWhatAProcessHadAcknowledgedWhenItWasKilled() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("state.db")
        try await SQLiteDatabase.withThings(at: path).close()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let database = try SQLiteDatabase.open(path, .existing)
            for id in 1...20 { try await database.add(id) }
            kill(getpid(), SIGKILL)
        }
        let database = try SQLiteDatabase.open(path, .existing)
        #expect(try await database.count() == 20)
        try await database.close()
    }
}
