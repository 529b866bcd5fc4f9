import Foundation
import OrchestratorDatabase
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

/// What is opened, what is made, and what is left alone (invariant 10).
@Suite struct OpeningTests {
    @Test func makesNothingWhereAFileShouldExist() async throws {
        let directory = try TemporaryDirectory()
        let kind = await kindOfError { _ = try SQLiteDatabase.open(directory.path("deep/state.db"), .existing) }
        #expect(kind == .unavailable)
        #expect(try directory.names() == [])
    }

    @Test func makesDirectoriesAndLeavesNothingBesideTheFile() async throws {
        let directory = try TemporaryDirectory()
        let database = try await SQLiteDatabase.withThings(at: directory.path("a/b/state.db"))
        try await database.close()
        #expect(try directory.names() == ["a", "a/b", "a/b/state.db"])
    }

    @Test(arguments: [0, 1, 50, 99, 100, 5000])
    func leavesAFileThatIsNoDatabaseAsItIs(size: Int) async throws {
        let directory = try TemporaryDirectory()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try directory.write(bytes, to: "state.db")
        for opening in [SQLiteDatabase.Opening.existing, .createIfMissing] {
            let kind = await kindOfError { _ = try SQLiteDatabase.open(directory.path("state.db"), opening) }
            #expect(kind == .corrupt)
        }
        #expect(try directory.names() == ["state.db"])
        #expect(try directory.bytes("state.db") == bytes)
    }

    @Test(arguments: [1, 2])
    func leavesADatabaseThatWasCutOffAsItIs(pages: Int) async throws {
        let directory = try TemporaryDirectory()
        let database = try await SQLiteDatabase.withThings(at: directory.path("state.db"))
        for id in 0..<100 { try await database.add(id, String(repeating: "x", count: 500)) }
        try await database.close()
        let bytes = Array(try directory.bytes("state.db").prefix(pages * 4096 + 100))
        try directory.write(bytes, to: "state.db")
        #expect(await kindOfError { _ = try SQLiteDatabase.open(directory.path("state.db")) } == .corrupt)
        #expect(try directory.names() == ["state.db"])
        #expect(try directory.bytes("state.db") == bytes)
    }

    @Test func refusesWhatIsNoFile() async throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.path("state.db"), withIntermediateDirectories: false)
        #expect(await kindOfError { _ = try SQLiteDatabase.open(directory.path("state.db")) } == .permission)
        mkfifo(directory.path("pipe"), 0o600)
        #expect(await kindOfError { _ = try SQLiteDatabase.open(directory.path("pipe")) } == .permission)
        try directory.write([], to: "file")
        #expect(await kindOfError { _ = try SQLiteDatabase.open(directory.path("file/state.db")) } == .permission)
        #expect(try directory.names() == ["file", "pipe", "state.db"])
    }

    @Test func makesNoNewDatabaseBesideTheLogOfOneThatIsGone() async throws {
        let directory = try TemporaryDirectory()
        try directory.write([1, 2, 3], to: "state.db-wal")
        #expect(await kindOfError { _ = try SQLiteDatabase.open(directory.path("state.db")) } == .corrupt)
        #expect(try directory.names() == ["state.db-wal"])
    }

    @Test func leavesTheDatabaseOfAnotherProgramAsItIs() async throws {
        let directory = try TemporaryDirectory()
        try Command.run(
            "python3", "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE runs (id)'); c.commit()",
            directory.path("state.db"))
        let bytes = try directory.bytes("state.db")
        #expect(await kindOfError { _ = try SQLiteDatabase.open(directory.path("state.db")) } == .version)
        #expect(try directory.bytes("state.db") == bytes)
        #expect(try directory.names() == ["state.db"])
    }

    #if os(Linux)
        @Test func saysThatNothingCanBeMadeHere() async throws {
            let kind = await kindOfError { _ = try SQLiteDatabase.open("/proc/self/state.db") }
            #expect(kind == .permission)
        }
    #endif

    @Test func opensOneFreshFileInManyTasksAndProcesses() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("state.db")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for child in 0..<4 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [path = path as String, child = child as Int] in
                        try await migrateAndWrite(path, child)
                    }
                }
                group.addTask { try await migrateAndWrite(path, child + 4) }
            }
            try await group.waitForAll()
        }
        let database = try SQLiteDatabase.open(path, .existing)
        #expect(try await database.count() == 80)
        try await database.close()
        #expect(try directory.names() == ["state.db"])
    }
}

/// Opens the file, brings it to one schema, and writes ten rows.
func migrateAndWrite(_ path: String, _ writer: Int) async throws {
    var tuning = SQLiteTuning()
    // Whoever gave up waiting, on a busy machine, would leave the log to the others.
    tuning.longestCourtesy = .seconds(30)
    let database = try SQLiteDatabase.open(path, .createIfMissing, tuning)
    let migration = Migration("0001 things") { _ in ["CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)"] }
    try await Migrator([migration]) { "\($0.count)" }.migrate(database, now: "t")
    for index in 0..<10 { try await database.add(writer * 10 + index) }
    try await database.close()
}
