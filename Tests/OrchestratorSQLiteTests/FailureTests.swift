import Foundation
import OrchestratorDatabase
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// After an error that makes the store untrustworthy nothing is acknowledged any more, and the files stay as they are.
@Suite struct FailureTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }

    init() throws { directory = try TemporaryDirectory() }

    private func filled() async throws -> SQLiteDatabase {
        let database = try await SQLiteDatabase.withThings(at: path)
        for id in 0..<200 { try await database.add(id, String(repeating: "x", count: 500)) }
        return database
    }

    private func expectFailed(_ database: SQLiteDatabase, _ kind: DatabaseError.Kind) async {
        #expect(await kindOfError { try await database.add(1000) } == kind)
        #expect(await kindOfError { _ = try await database.count() } == kind)
        #expect(await kindOfError { try await database.add(1001) } == kind)
    }

    @Test func leavesAFileThatWasReplaced() async throws {
        let database = try await filled()
        try directory.write([1, 2, 3], to: "other")
        #expect(rename(directory.path("other"), path) == 0)
        let log = try directory.bytes("state.db-wal")
        await expectFailed(database, .replaced)
        try await database.close()
        #expect(try directory.bytes("state.db") == [1, 2, 3])
        #expect(try directory.bytes("state.db-wal") == log)
    }

    @Test func makesNoFileWhereItsOwnWasRemoved() async throws {
        let database = try await filled()
        try FileManager.default.removeItem(atPath: path)
        await expectFailed(database, .replaced)
        try await database.close()
        #expect(try directory.names() == ["state.db-shm", "state.db-wal", "state.db.lock"])
    }

    @Test func leavesADirectoryThatTookItsPlace() async throws {
        let database = try await filled()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        await expectFailed(database, .replaced)
        try await database.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }

    /// Overwrites all pages but the first with garbage while nothing has the file open.
    private func damage() throws -> [UInt8] {
        var bytes = try directory.bytes("state.db")
        for index in 4096..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 7 | 0x80) }
        try directory.write(bytes, to: "state.db")
        return bytes
    }

    @Test func stopsAtADamagedPageAndLeavesItAsItIs() async throws {
        try await filled().close()
        let bytes = try damage()
        let database = try SQLiteDatabase.open(path, .existing)
        #expect(await kindOfError { _ = try await database.read { try $0.all("SELECT name FROM things") { try $0.text() } } } == .corrupt)
        await expectFailed(database, .corrupt)
        try await database.close()
        #expect(try directory.bytes("state.db") == bytes)
    }

    @Test func stopsWhereAWriteMeetsADamagedPage() async throws {
        try await filled().close()
        let bytes = try damage()
        let database = try SQLiteDatabase.open(path, .existing)
        await expectFailed(database, .corrupt)
        try await database.close()
        #expect(try directory.bytes("state.db") == bytes)
    }

    @Test func stopsWhereNoPageCanBeAdded() async throws {
        let database = try await filled()
        _ = try await database.write { try $0.execute("PRAGMA max_page_count = 1") }
        let kind = await kindOfError {
            for id in 1000..<2000 { try await database.add(id, String(repeating: "y", count: 500)) }
        }
        #expect(kind == .full)
        await expectFailed(database, .full)
        try await database.close()
        let again = try SQLiteDatabase.open(path, .existing)
        #expect(try await again.count() ?? 0 >= 200)
        try await again.add(5000)
        try await again.close()
    }

    @Test func losesNothingThatItAcknowledgedWhenTheDiskIsFull() async throws {
        try await SQLiteDatabase.withThings(at: path).close()
        await #expect(processExitsWith: .success) { [path = path as String] in
            // A limit on the size of files is what a process can set for itself that is most like a full disk.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 300_000, rlim_max: 300_000)
            #if canImport(Glibc)
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            #else
                setrlimit(RLIMIT_FSIZE, &limit)
            #endif
            let database = try SQLiteDatabase.open(path, .existing)
            var acknowledged = 0
            let kind = await kindOfError {
                for id in 0..<2000 {
                    try await database.add(id, String(repeating: "y", count: 500))
                    acknowledged = id + 1
                }
            }
            #expect(kind == .full || kind == .io)
            #expect(await kindOfError { try await database.add(5000) } == kind)
            try String(acknowledged).write(toFile: path + ".acknowledged", atomically: false, encoding: .utf8)
        }
        let acknowledged = Int(String(decoding: try directory.bytes("state.db.acknowledged"), as: UTF8.self))
        let database = try SQLiteDatabase.open(path, .existing)
        let count = try await database.count()
        #expect(acknowledged ?? 0 > 10)
        #expect(try #require(count) >= #require(acknowledged))
        try await database.close()
    }

    @Test func goesOnAfterAnErrorOfTheCaller() async throws {
        let database = try await filled()
        #expect(await kindOfError { try await database.add(1) } == .conflict)
        try await database.add(1000)
        #expect(try await database.count() == 201)
        try await database.close()
    }
}
