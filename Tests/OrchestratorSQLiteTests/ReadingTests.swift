import Foundation
import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

/// How a database is read beside which nothing can be made.
@Suite struct ReadingTests {
    @Test func seesWhetherAFileWasChanged() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("state.db")
        let database = try await SQLiteDatabase.withThings(at: path)
        let before = DatabaseFiles(of: path)
        #expect(DatabaseFiles(of: path) == before)
        // The clock of files goes in steps.
        try await passTime(since: path)
        try await database.add(1)
        #expect(DatabaseFiles(of: path) != before)
        let written = DatabaseFiles(of: path)
        #expect(written.reading(usesLog: true) == .inPlace)
        try await database.close()
        #expect(DatabaseFiles(of: path) != written)
        #expect(DatabaseFiles(of: path).reading(usesLog: true) == .fromCopy)
        #expect(DatabaseFiles(of: path).reading(usesLog: false) == .inPlace)
        try directory.write([1], to: "state.db-journal")
        #expect(DatabaseFiles(of: path).reading(usesLog: false) == .fromCopy)
    }

    @Test func isSettledOnceTheClockOfFilesHasGoneOn() throws {
        let directory = try TemporaryDirectory()
        try directory.write([1], to: "state.db")
        let files = DatabaseFiles(of: directory.path("state.db"))
        let now = WallTime.microseconds
        #expect(!files.isSettled(at: now - 1_000_000) && files.isSettled(at: now + 1_000_000))
    }

    @Test func copiesTheDatabaseWithItsLogAndTakesTheCopyAway() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("state.db")
        let database = try await SQLiteDatabase.withThings(at: path)
        for id in 0..<10 { try await database.add(id) }
        #expect(FileSize.bytes(of: path + "-wal") > 0)
        var copy: PrivateCopy? = try PrivateCopy(of: path)
        let place = try #require(copy?.path)
        let opened = try SQLiteDatabase.open(place, .existing)
        #expect(try await opened.count() == 10)
        try await opened.close()
        copy = nil
        #expect(FileIdentity(path: place) == nil)
        try await database.close()
    }

    /// Waits until a change of the file would be seen.
    private func passTime(since path: String) async throws {
        while !DatabaseFiles(of: path).isSettled(at: WallTime.microseconds) { await Task.yield() }
    }
}
