import Foundation
import OrchestratorDatabase
import OrchestratorTestKit
import Synchronization
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

    @Test func copiesOnlyWhatNobodyChangedMeanwhile() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("state.db")
        let database = try await SQLiteDatabase.withThings(at: path)
        let acknowledged = Mutex(0)
        let writer = Task {
            while !Task.isCancelled {
                try await database.add(acknowledged.withLock(\.self))
                acknowledged.withLock { $0 += 1 }
                let next = ContinuousClock.now + .milliseconds(Int.random(in: 0...80))
                while ContinuousClock.now < next { await Task.yield() }
            }
        }
        for _ in 0..<5 {
            let before = acknowledged.withLock(\.self)
            let copy = try PrivateCopy(of: path)
            let opened = try SQLiteDatabase.open(copy.path, .existing)
            #expect(try #require(try await opened.count()) >= before)
            try await opened.close()
        }
        writer.cancel()
        try await writer.value
        try await database.close()
    }

    @Test func removesCopiesWhoseProcessesWereKilled() throws {
        let place = FileManager.default.temporaryDirectory.path
        func leave(_ name: String, age: TimeInterval) throws -> String {
            let path = "\(place)/orchestrator-read-\(name)-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            try Data([1]).write(to: URL(fileURLWithPath: path + "/state.db"))
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
            return path
        }
        let (left, new, used) = (try leave("left", age: 90), try leave("new", age: 0), try leave("used", age: 90))
        defer { for path in [left, new, used] { try? FileManager.default.removeItem(atPath: path) } }
        let user = try #require(FileHandle(forReadingAtPath: used))
        #expect(flock(user.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
        let (first, second) = (try CopyDirectory(), try CopyDirectory())
        #expect(FileIdentity(path: left) == nil)
        for path in [new, used, first.path, second.path] { #expect(FileIdentity(path: path) != nil) }
        // Control: it is the lock that keeps it.
        try user.close()
        withExtendedLifetime(try CopyDirectory()) { #expect(FileIdentity(path: used) == nil) }
    }

    /// Waits until a change of the file would be seen.
    private func passTime(since path: String) async throws {
        while !DatabaseFiles(of: path).isSettled(at: WallTime.microseconds) { await Task.yield() }
    }
}
