import Foundation
import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

/// The write-ahead log stays short, and who keeps it long is named.
@Suite struct LogTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }
    private var logBytes: Int { FileSize.bytes(of: path + "-wal") }

    init() throws { directory = try TemporaryDirectory(inMemory: true) }

    private func write(_ count: Int, to database: SQLiteDatabase, size: Int = 20_000) async throws {
        for _ in 0..<count {
            _ = try await database.write { try $0.execute("INSERT INTO things (name) VALUES (\(String(repeating: "x", count: size)))") }
        }
    }

    private func waitUntil(_ condition: () async throws -> Bool) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(30)
        while try await !condition() {
            guard clock.now < deadline else { throw ConformanceFailure("waited in vain") }
            poll(nil, 0, 2)
            await Task.yield()
        }
    }

    @Test func isMovedWhenItHasGrown() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        // 40 MB: the log begins anew whenever it has reached 4 MB.
        try await write(400, to: database, size: 100_000)
        #expect(logBytes < 8 << 20)
        try await database.close()
    }

    @Test func isCutWhenTheWriterIsIdle() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        try await write(20, to: database, size: 400_000)
        #expect(logBytes > 5 << 20)
        try await waitUntil { logBytes == 0 }
        try await write(10, to: database)
        #expect(try await database.count() == 30)
        try await database.close()
        #expect(try directory.names() == ["state.db"])
    }

    /// The first commits after a pause don't wait for a file that grows.
    @Test func keepsItsFileWhereThatIsShort() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        try await write(10, to: database)
        let bytes = logBytes
        // All of it gets into the database: a copy of that file alone has it.
        var copies = 0
        try await waitUntil {
            copies += 1
            let copy = directory.path("copy\(copies).db")
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            guard let copied = try? SQLiteDatabase.open(copy, .existing) else { return false }
            let count = try? await copied.count()
            try? await copied.close()
            return count == 10
        }
        #expect(logBytes == bytes)
        try await write(10, to: database)
        #expect(logBytes == bytes)
        #expect(try await database.count() == 20)
        try await database.close()
        #expect(FileIdentity(path: path + "-wal") == nil)
    }

    @Test func isShortSoonAfterALongReader() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        let reader = try SQLiteDatabase.open(path, .existing)
        try await write(1, to: database)
        let (began, ended) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        async let reading = reader.read { connection in
            let count = try connection.first("SELECT COUNT(*) FROM things") { try $0.integer() }
            began.continuation.yield()
            ended.wait()
            return count
        }
        for await _ in began.stream { break }
        try await write(200, to: database, size: 400_000)
        #expect(logBytes > 64 << 20)
        ended.signal()
        #expect(try await reading == 1)
        let clock = ContinuousClock()
        let took = try await clock.measure { try await waitUntil { logBytes < 64 << 20 } }
        print("the log was short again after \(took)")
        try await reader.close()
        #expect(try await database.count() == 201)
        try await database.close()
    }

    #if os(Linux)
        @Test func isNamedTheReaderThatKeepsItLong() async throws {
            let database = try await SQLiteDatabase.withThings(at: path)
            try await write(1, to: database)
            #expect(try await database.fact("wal_reader_process") == .null)
            let script = """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1], isolation_level=None)
                c.execute("BEGIN"); c.execute("SELECT COUNT(*) FROM things").fetchone(); print("reading", flush=True)
                sys.stdin.read()
                """
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", "-c", script, path]
            let (input, output) = (Pipe(), Pipe())
            (process.standardInput, process.standardOutput) = (input, output)
            try process.run()
            _ = output.fileHandleForReading.availableData
            try await write(300, to: database)
            #expect(try await database.fact("wal_reader_process") == .integer(Int64(process.processIdentifier)))
            #expect(try await database.fact("wal_reader_name") == .text("python3"))
            // The writer has met it at a checkpoint.
            let since = try #require(await database.fact("wal_reader_since"))
            guard case .text(let text) = since else { throw ConformanceFailure("\(since)") }
            #expect(text.hasPrefix("20") && text.hasSuffix("Z"))
            // Another process is told the same.
            let other = try SQLiteDatabase.open(path, .existing)
            #expect(try await other.fact("wal_reader_since") == since)
            try await other.close()
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
            try await waitUntil { logBytes == 0 }
            #expect(try await database.fact("wal_reader_process") == .null)
            try await database.close()
        }
    #endif
}
