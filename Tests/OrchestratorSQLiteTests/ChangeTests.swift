import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

/// Whoever waits for changes hears of each commit.
@Suite(.timeLimit(.minutes(1))) struct ChangeTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }

    init() throws { directory = try TemporaryDirectory(inMemory: true) }

    private func add(to database: SQLiteDatabase) async throws {
        _ = try await database.write { try $0.execute("INSERT INTO things (name) VALUES ('x')") }
    }

    /// Takes elements until the condition holds; the limit of time ends a wait in vain.
    private func wait(_ changes: AsyncStream<Void>, _ condition: () async throws -> Bool) async throws {
        while try await !condition() {
            for await _ in changes { break }
        }
    }

    @Test func tellsOfCommitsOfOthers() async throws {
        let (here, there) = (try await SQLiteDatabase.withThings(at: path), try SQLiteDatabase.open(path))
        let changes = here.changes()
        for count in 1...20 {
            try await add(to: there)
            try await wait(changes) { try await here.count() == count }
        }
        try await there.close()
        try await here.close()
    }

    @Test func tellsAllWhoWaitAndOfOwnCommits() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        let (first, second) = (database.changes(), database.changes())
        for count in 1...5 {
            try await add(to: database)
            try await wait(first) { try await database.count() == count }
            try await wait(second) { try await database.count() == count }
        }
        try await database.close()
    }

    @Test func endsWithTheDatabaseAndCanBeAskedForAgain() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        for _ in 0..<20 { _ = database.changes() }
        let changes = database.changes()
        async let ended: Void = { for await _ in changes {} }()
        try await database.close()
        await ended
        for await _ in database.changes() {}
        #expect(try directory.names() == ["state.db"])
    }
}
