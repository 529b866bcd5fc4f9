import Foundation
import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

/// Backup, restoring and vacuum, while others are at work.
@Suite struct MaintenanceTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }

    init() throws { directory = try TemporaryDirectory(inMemory: true) }

    private func prepared(_ database: SQLiteDatabase) async throws {
        let migration = Migration("0001 things") { _ in ["CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)"] }
        try await Migrator([migration]) { "\($0.count)" }.migrate(database, now: "t")
    }

    private func store() async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase.open(path)
        try await prepared(database)
        return database
    }

    private func count(_ path: String) async throws -> Int? {
        let database = try SQLiteDatabase.open(path, .existing)
        let count = try await database.count()
        try await database.close()
        return count
    }

    @Test func copiesOneMomentWhileOthersWrite() async throws {
        let database = try await store()
        for id in 0..<100 { try await database.add(id, String(repeating: "x", count: 5000)) }
        async let writing: Void = {
            for pair in 50..<250 {
                _ = try await database.write { connection in
                    try connection.execute("INSERT INTO things (id, name) VALUES (\(2 * pair), 'a')")
                    try connection.execute("INSERT INTO things (id, name) VALUES (\(2 * pair + 1), 'b')")
                }
            }
        }()
        for number in 0..<5 {
            let before = try #require(await database.count())
            try await database.backUp(to: directory.path("backup-\(number).db"))
            let copied = try #require(await count(directory.path("backup-\(number).db")))
            #expect(copied >= before && copied.isMultiple(of: 2))
        }
        try await writing
        #expect(try await database.count() == 500)
        try await database.close()
        #expect(try directory.names() == (0..<5).map { "backup-\($0).db" } + ["state.db"])
    }

    @Test func writesNoBackupOverAFile() async throws {
        let database = try await store()
        try directory.write([1, 2, 3], to: "mine")
        #expect(await kindOfError { try await database.backUp(to: directory.path("mine")) } == .conflict)
        #expect(await kindOfError { try await database.backUp(to: path) } == .conflict)
        #expect(try directory.bytes("mine") == [1, 2, 3])
        #expect(await kindOfError { try await database.backUp(to: directory.path("no/such/place")) } != nil)
        try await database.add(1)
        try await database.close()
        #expect(try directory.names() == ["mine", "state.db"])
    }

    @Test func backsUpNoDamagedDatabase() async throws {
        var database = try await store()
        for id in 0..<200 { try await database.add(id, String(repeating: "x", count: 500)) }
        try await database.close()
        var bytes = try directory.bytes("state.db")
        for index in (bytes.count - 8192)..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 7 | 0x80) }
        try directory.write(bytes, to: "state.db")
        database = try SQLiteDatabase.open(path, .existing)
        #expect(await kindOfError { try await database.backUp(to: directory.path("backup.db")) } == .corrupt)
        try await database.close()
        #expect(!(try directory.names().contains { $0.contains("backup") }))
    }

    @Test func putsABackupInPlaceAndKeepsWhatWasThere() async throws {
        var database = try await store()
        try await database.add(1)
        let backup = directory.path("backup.db")
        try await database.backUp(to: backup)
        let bytes = try directory.bytes("backup.db")
        for round in 1...2 {
            try await database.add(10 + round)
            try await database.close()
            let kept = try await SQLiteDatabase.restore(path, from: backup, prepare: prepared)
            #expect(kept == path + (round == 1 ? ".before-restore" : ".before-restore-2"))
            #expect(try await count(try #require(kept)) == 2)
            database = try SQLiteDatabase.open(path, .existing)
            #expect(try await database.count() == 1)
        }
        try await database.close()
        #expect(try directory.bytes("backup.db") == bytes)
        #expect(try directory.names() == ["backup.db", "state.db", "state.db.before-restore", "state.db.before-restore-2"])
    }

    @Test func restoresWhereNothingIsThere() async throws {
        let database = try await store()
        try await database.add(1)
        try await database.backUp(to: directory.path("backup.db"))
        try await database.close()
        let elsewhere = directory.path("new/place/state.db")
        #expect(try await SQLiteDatabase.restore(elsewhere, from: directory.path("backup.db"), prepare: prepared) == nil)
        #expect(try await count(elsewhere) == 1)
    }

    @Test func restoresOverADamagedDatabaseAndKeepsIt() async throws {
        let database = try await store()
        try await database.add(1)
        try await database.backUp(to: directory.path("backup.db"))
        try await database.close()
        try directory.write([4, 5, 6], to: "state.db")
        let kept = try await SQLiteDatabase.restore(path, from: directory.path("backup.db"), prepare: prepared)
        #expect(kept == path + ".before-restore")
        #expect(try directory.bytes("state.db.before-restore") == [4, 5, 6])
        #expect(try await count(path) == 1)
    }

    @Test func restoresNothingThatIsNoSoundStore() async throws {
        let database = try await store()
        try await database.add(1)
        try await database.close()
        let before = try directory.bytes("state.db")
        try directory.write([1, 2, 3], to: "garbage")
        let other = try await SQLiteDatabase.withThings(at: directory.path("foreign"))
        try await other.close()
        for (name, kind) in [("garbage", DatabaseError.Kind.corrupt), ("foreign", .version), ("missing", .unavailable), ("state.db", .conflict)] {
            #expect(
                await kindOfError { _ = try await SQLiteDatabase.restore(path, from: directory.path(name), prepare: prepared) } == kind,
                "\(name)")
            #expect(try directory.bytes("state.db") == before)
        }
        #expect(try directory.names() == ["foreign", "garbage", "state.db"])
    }

    @Test func doesNotRestoreUnderAProcessThatHasItOpen() async throws {
        let database = try await store()
        try await database.add(1)
        try await database.backUp(to: directory.path("backup.db"))
        do {
            _ = try await SQLiteDatabase.restore(path, from: directory.path("backup.db"), prepare: prepared)
            Issue.record("it was replaced while it was open")
        } catch let error as DatabaseError {
            #expect(error.kind == .unavailable)
            #if os(Linux)
                #expect(error.message.contains("this process (\(getpid())) has the database open"), "\(error)")
            #endif
        }
        try await database.add(2)
        #expect(try await database.count() == 2)
        try await database.close()
        #expect(try directory.names() == ["backup.db", "state.db"])
    }

    @Test func givesPagesBackWhileOthersWrite() async throws {
        let database = try await store()
        for id in 0..<1000 { try await database.add(id, String(repeating: "x", count: 5000)) }
        _ = try await database.write { try $0.execute("DELETE FROM things WHERE id >= 10") }
        let writer = try SQLiteDatabase.open(path, .existing)
        async let writing: Void = { for id in 5000..<5100 { try await writer.add(id) } }()
        let freed = try await database.vacuum()
        try await writing
        #expect(freed > 4 << 20)
        #expect(try await database.count() == 110)
        #expect(try await database.read { try $0.first("PRAGMA integrity_check") { try $0.text() } } == "ok")
        #expect(try await database.vacuum() < 1 << 20)
        try await writer.close()
        try await database.close()
        #expect(FileSize.bytes(of: path) < 1 << 20)
    }

    @Test func givesPagesBackOfADatabaseThatAnotherProgramMade() async throws {
        let database = try await store()
        try await database.close()
        try Command.run(
            "python3", "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('PRAGMA auto_vacuum = NONE'); "
                + "c.execute('VACUUM INTO ?', (sys.argv[1] + '.copy',)); d = sqlite3.connect(sys.argv[1] + '.copy', isolation_level=None); "
                + "d.execute('PRAGMA auto_vacuum = NONE'); d.execute('VACUUM')", path)
        let other = try SQLiteDatabase.open(path + ".copy", .existing)
        #expect(try await other.read { try $0.first("PRAGMA auto_vacuum") { try $0.integer() } } == 0)
        for id in 0..<300 { try await other.add(id, String(repeating: "x", count: 5000)) }
        _ = try await other.write { try $0.execute("DELETE FROM things") }
        #expect(try await other.vacuum() > 1 << 20)
        try await other.close()
    }
}
