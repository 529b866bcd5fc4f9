import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// A database of the Python Agent Orchestrator in a directory of its own.
struct LegacyFixture {
    let directory: TemporaryDirectory
    let clock = TestClock(step: .milliseconds(3))
    var path: String { directory.path("state.db") }
    var backup: String { path + ".v1.backup" }

    /// - Parameter changes: What is done to the small database that the generator writes, as statements of SQL.
    init(_ changes: String = "") throws {
        directory = try TemporaryDirectory()
        let generator = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "make_legacy_database.py").path
        try Self.run("python3", generator, path)
        if !changes.isEmpty { try sql(changes) }
    }

    func sql(_ statements: String) throws {
        try Self.run("python3", "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])", path, statements)
    }

    private static func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// Takes the database over; its times are those of a zone two hours east of UTC.
    func open() throws -> SQLiteDatabase {
        let zone = LegacyZone(name: "Test/Two") { _ in 7200 }
        return try SQLiteDatabase.open(path, .existing, takingOver: [StateManager.predecessor(zone: zone, clock: clock)])
    }

    /// Takes the database over and lends it.
    func taken<Value>(_ body: (StateManager) async throws -> Value) async throws -> Value {
        let database = try open()
        let state = try await StateManager.open(
            database, artifacts: directory.path("artifacts"), actor: Actor(.worker, "tests"), clock: clock)
        let value = try await body(state)
        try await database.close()
        return value
    }

    static func id<Entity>(_ kind: Int, _ number: Int) -> Identifier<Entity> {
        func hexadecimal(_ number: Int, _ length: Int) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: length - digits.count) + digits
        }
        guard let id = Identifier<Entity>("\(hexadecimal(kind, 8))-0000-4000-8000-\(hexadecimal(number, 12))") else {
            preconditionFailure("these are the digits of a UUID")
        }
        return id
    }
}
