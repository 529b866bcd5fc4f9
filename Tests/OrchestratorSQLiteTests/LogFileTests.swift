import Foundation
import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

/// How the log of a connection that commits is written.
@Suite struct LogFileTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }
    private static let row = "INSERT INTO things (name) VALUES (printf('%.*c', 700, 'x'))"

    init() throws { directory = try TemporaryDirectory() }

    private func open(_ access: OpenConnection.Access, cachedPages: Int = 2000) throws -> OpenConnection {
        let creator = try OpenConnection(path: path, .creating, settings: ["PRAGMA journal_mode = WAL"])
        try creator.use { try $0.run("CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, name TEXT)") }
        let connection = try OpenConnection(path: path, access, settings: ["PRAGMA cache_size = \(cachedPages)"])
        // One is open until the other is, or the log would go.
        _ = try count(connection)
        try creator.close()
        return connection
    }

    private func count(_ connection: OpenConnection) throws -> Int {
        try connection.use { statements in
            var count = 0
            try statements.run("SELECT COUNT(*) FROM things", []) { count = try $0.integer() }
            return count
        }
    }

    private func insert(_ rows: Int, _ statements: StatementCache) throws {
        for _ in 0..<rows { try statements.run(Self.row) }
    }

    #if os(Linux)
        /// How often the thread has written to a file or whatever else.
        private static func writes() throws -> Int? {
            let text = try? String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8)
            return text?.split(separator: "\n").first { $0.hasPrefix("syscw: ") }.flatMap { Int($0.dropFirst(7)) }
        }

        /// The system calls by which a commit of some 200 pages is written.
        private func writesOfCommit(_ access: OpenConnection.Access) throws -> Int {
            let connection = try open(access)
            defer { try? connection.close() }
            return try connection.use { statements in
                try statements.run("BEGIN IMMEDIATE")
                try insert(1000, statements)
                let before = try #require(try Self.writes())
                try statements.run("COMMIT")
                return try #require(try Self.writes()) - before
            }
        }

        /// A system that does not count can't tell.
        @Test(.enabled(if: (try? LogFileTests.writes()) != nil)) func writesACommitInFewPieces() throws {
            #expect(try writesOfCommit(.writing) > 200)
            #expect(try writesOfCommit(.committing) < 15)
        }
    #endif

    @Test func givesOthersACommitWhenItHasReturned() throws {
        let connection = try open(.committing)
        defer { try? connection.close() }
        let reader = try OpenConnection(path: path, settings: ["PRAGMA query_only = ON"])
        defer { try? reader.close() }
        for rows in [1, 30, 700] {
            let before = try count(reader)
            try connection.use { statements in
                try statements.run("BEGIN IMMEDIATE")
                try insert(rows, statements)
                #expect(try count(reader) == before)
                try statements.run("COMMIT")
            }
            #expect(try count(reader) == before + rows)
        }
        #expect(try reader.use { try $0.value("PRAGMA integrity_check") } == .text("ok"))
    }

    /// With a cache of ten pages most of them go into the log before the commit, and come back from it.
    @Test func readsBackWhatIsNotCommittedYet() throws {
        let connection = try open(.committing, cachedPages: 10)
        defer { try? connection.close() }
        try connection.use { statements in
            try statements.run("BEGIN IMMEDIATE")
            try insert(900, statements)
            try statements.run("SAVEPOINT more")
            try statements.run("UPDATE things SET name = 'y' || name WHERE id % 3 = 0")
            try insert(900, statements)
            #expect(try statements.value("SELECT COUNT(*) FROM things WHERE name LIKE 'y%'") == .integer(300))
            try statements.run("ROLLBACK TO more")
            try statements.run("RELEASE more")
            #expect(try statements.value("SELECT COUNT(*) FROM things WHERE name LIKE 'x%'") == .integer(900))
            try statements.run("UPDATE things SET name = 'z' || name WHERE id % 5 = 0")
            try statements.run("COMMIT")
        }
        let reader = try OpenConnection(path: path, settings: ["PRAGMA query_only = ON"])
        defer { try? reader.close() }
        #expect(try reader.use { try $0.value("SELECT COUNT(*) FROM things WHERE name LIKE 'zx%'") } == .integer(180))
        #expect(try reader.use { try $0.value("SELECT SUM(length(name)) FROM things") } == .integer(900 * 700 + 180))
        #expect(try reader.use { try $0.value("PRAGMA integrity_check") } == .text("ok"))
    }

    @Test func leavesNothingOfATransactionThatIsRolledBack() throws {
        let connection = try open(.committing, cachedPages: 10)
        try connection.use { statements in
            for rows in [5, 500] {
                try statements.run("BEGIN IMMEDIATE")
                try insert(rows, statements)
                try statements.run("ROLLBACK")
                try statements.run(Self.row)
            }
            #expect(try statements.value("SELECT COUNT(*) FROM things") == .integer(2))
            #expect(try statements.value("PRAGMA integrity_check") == .text("ok"))
        }
        try connection.close()
        // The log was moved into the file, and is gone.
        #expect(try directory.names().filter { $0.hasSuffix("-wal") } == [])
        let again = try OpenConnection(path: path, settings: [])
        #expect(try count(again) == 2)
        try again.close()
    }

    /// What was not written yet when a transaction was undone must not come over what another process has written in its place.
    @Test(arguments: ["ROLLBACK", "INSERT OR ROLLBACK INTO things (id, name) VALUES (1, 'again')"])
    func writesNothingThatWasUndoneOverTheWorkOfOthers(undoing: String) throws {
        let connection = try open(.committing, cachedPages: 10)
        let other = try OpenConnection(path: path, settings: [])
        try connection.use { try $0.run(Self.row) }
        for round in 1...3 {
            try connection.use { statements in
                try statements.run("BEGIN IMMEDIATE")
                try insert(60 * round, statements)
                do { try statements.run(undoing) } catch { #expect((error as? DatabaseError)?.kind == .conflict) }
                #expect(!statements.isInsideTransaction)
            }
            try other.use { statements in
                try statements.run("BEGIN IMMEDIATE")
                try insert(100, statements)
                try statements.run("COMMIT")
            }
            #expect(try count(connection) == 101 * round)
            try connection.use { try $0.run(Self.row) }
            #expect(try count(other) == 101 * round + 1)
            #expect(try other.use { try $0.value("PRAGMA integrity_check") } == .text("ok"))
        }
        try other.close()
        try connection.close()
    }

    /// Two connections that write in turns, with caches of ten pages, transactions of all sizes that are undone, in whole or in part, and a log that is
    /// moved now and then: both always see what was committed.
    @Test(arguments: 1...6) func agreesWithWhatWasCommitted(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let connections = [try open(.committing, cachedPages: 10), try OpenConnection(path: path, .committing, settings: ["PRAGMA cache_size = 10"])]
        var committed = 0
        for _ in 0..<60 {
            let writer = connections.randomElement(using: &random) ?? connections[0]
            try writer.use { statements in
                try statements.run("BEGIN IMMEDIATE")
                var rows = committed
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let (added, isKept) = (Int.random(in: 1...150, using: &random), Bool.random(using: &random))
                    try statements.run("SAVEPOINT part")
                    try insert(added, statements)
                    try statements.run("UPDATE things SET name = lower(name) WHERE id % 7 = 0")
                    if isKept { rows += added } else { try statements.run("ROLLBACK TO part") }
                    try statements.run("RELEASE part")
                    #expect(try statements.value("SELECT COUNT(*) FROM things") == .integer(Int64(rows)))
                }
                let isCommitted = Int.random(in: 0...2, using: &random) > 0
                try statements.run(isCommitted ? "COMMIT" : "ROLLBACK")
                if isCommitted { committed = rows }
            }
            for connection in connections { #expect(try count(connection) == committed) }
            if Int.random(in: 0...9, using: &random) == 0 { _ = try writer.use { try $0.checkpoint(.moving) } }
        }
        for connection in connections {
            #expect(try connection.use { try $0.value("PRAGMA integrity_check") } == .text("ok"))
            try connection.close()
        }
    }

    @Test func syncsEveryCommitFromTheFirstOn() throws {
        let connection = try open(.committing)
        defer { try? connection.close() }
        #expect(try connection.use { try $0.value("PRAGMA synchronous") } == .integer(2))
    }
}
