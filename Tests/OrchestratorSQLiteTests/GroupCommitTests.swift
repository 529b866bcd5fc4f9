import OrchestratorDatabase
import OrchestratorTestKit
import Synchronization
import Testing

@testable import OrchestratorSQLite

/// Bodies that share one commit.
@Suite struct GroupCommitTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }

    init() throws { directory = try TemporaryDirectory() }

    private func writer() async throws -> Writer {
        try await SQLiteDatabase.withThings(at: path).close()
        let identity = try #require(FileIdentity(path: path))
        return Writer(try OpenConnection(path: path, settings: []), identity: identity, location: path)
    }

    private static func job(adding id: Int, then error: (any Error)? = nil) -> WriteJob {
        WriteJob { connection in
            try connection.execute("INSERT INTO things (id, name) VALUES (\(id), 'x')")
            if let error { throw error }
        }
    }

    private func ids() async throws -> [Int] {
        let database = try SQLiteDatabase.open(path, .existing)
        let ids = try await database.read { try $0.all("SELECT id FROM things ORDER BY id") { try $0.integer() } }
        try await database.close()
        return ids
    }

    private struct Stop: Error {}

    @Test func takesOneCommitForAllAndUndoesOnlyWhatThrew() async throws {
        let writer = try await writer()
        let jobs = (0..<10).map { Self.job(adding: $0, then: $0.isMultiple(of: 4) ? Stop() : nil) }
        try writer.transaction(jobs)
        #expect(writer.commits == 1)
        for (id, job) in jobs.enumerated() {
            if id.isMultiple(of: 4) { #expect(throws: Stop.self) { try job.check() } } else { try job.check() }
        }
        try await writer.close(under: ProcessLock(besides: path), within: .seconds(2))
        #expect(try await ids() == [1, 2, 3, 5, 6, 7, 9])
    }

    /// What a body has read before it throws need not be undone.
    @Test func runsBodiesAgainOnlyWhereOneHasWrittenAndThrown() async throws {
        let writer = try await writer()
        let runs = Mutex(0)
        func counting(_ id: Int) -> WriteJob {
            WriteJob { connection in
                runs.withLock { $0 += 1 }
                try connection.execute("INSERT INTO things (id, name) VALUES (\(id), 'x')")
            }
        }
        let reading = WriteJob { connection in
            _ = try connection.first("SELECT COUNT(*) FROM things") { try $0.integer() }
            throw Stop()
        }
        try writer.transaction([counting(1), reading, counting(2)])
        #expect(throws: Stop.self) { try reading.check() }
        #expect(runs.withLock { $0 } == 2)
        let writing = Self.job(adding: 4, then: Stop())
        try writer.transaction([counting(3), writing, counting(5)])
        #expect(throws: Stop.self) { try writing.check() }
        #expect(runs.withLock { $0 } == 5)
        #expect(throws: Stop.self) { try writer.transaction([Self.job(adding: 6, then: Stop()), Self.job(adding: 7, then: Stop())]) }
        try await writer.close(under: ProcessLock(besides: path), within: .seconds(2))
        #expect(try await ids() == [1, 2, 3, 5])
    }

    @Test func takesAlongWhoComesWhileBodiesAreRun() async throws {
        let writer = try await writer()
        var coming = [[Self.job(adding: 2), Self.job(adding: 3, then: Stop()), Self.job(adding: 4)], [Self.job(adding: 5)]]
        let all = [Self.job(adding: 1)] + coming.joined()
        try writer.transaction([all[0]]) { coming.isEmpty ? [] : coming.removeFirst() }
        #expect(writer.commits == 1)
        // Where one had to be undone, those who had not come yet wait for the next commit.
        #expect(coming.count == 1)
        try writer.transaction([Self.job(adding: 6)]) { coming.isEmpty ? [] : coming.removeFirst() }
        for (index, job) in all.enumerated() {
            if index == 2 { #expect(throws: Stop.self) { try job.check() } } else { try job.check() }
        }
        #expect(writer.commits == 2 && coming.isEmpty)
        try await writer.close(under: ProcessLock(besides: path), within: .seconds(2))
        #expect(try await ids() == [1, 2, 4, 5, 6])
    }

    @Test func asksForNobodyAfterABodyThatThrewAlone() async throws {
        let writer = try await writer()
        var asked = 0
        #expect(throws: Stop.self) {
            try writer.transaction([Self.job(adding: 1, then: Stop())]) {
                asked += 1
                return []
            }
        }
        #expect(asked == 0 && writer.commits == 0)
        try await writer.close(under: ProcessLock(besides: path), within: .seconds(2))
    }

    @Test func keepsNothingOfABatchInWhichTheStoreFails() async throws {
        let writer = try await writer()
        let failure = DatabaseError(.io, at: path, "the disk is gone")
        let jobs = [Self.job(adding: 1), Self.job(adding: 2, then: failure), Self.job(adding: 3)]
        #expect(throws: DatabaseError.self) { try writer.transaction(jobs) }
        #expect(throws: DatabaseError.self) { try writer.transaction([Self.job(adding: 4)]) }
        try await writer.close(under: ProcessLock(besides: path), within: .seconds(2))
        #expect(writer.commits == 0)
        #expect(try await ids() == [])
    }

    @Test func tellsEveryoneOfABatchThatWasNotCommitted() async throws {
        let group = GroupCommit { _, _ in throw Stop() }
        await withTaskGroup(of: Void.self) { tasks in
            for id in 0..<20 {
                tasks.addTask {
                    await #expect(throws: Stop.self) { try await group.perform(Self.job(adding: id)) }
                }
            }
        }
    }

    @Test func runsEachOfManyJobsOnce() async throws {
        let writer = try await writer()
        let group = GroupCommit { try writer.transaction($0, joinedBy: $1) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for id in 0..<640 { tasks.addTask { try await group.perform(Self.job(adding: id)) } }
            try await tasks.waitForAll()
        }
        #expect(writer.commits <= 640)
        try await writer.close(under: ProcessLock(besides: path), within: .seconds(2))
        #expect(try await ids() == Array(0..<640))
    }
}
