import CSQLite
import Foundation

/// SQLite through its C interface, with the pragmas of the store: the limit that a write is measured against.
///
/// It writes the same rows as one finding of the store does, to as many runs in turn: the finding, its event, the word that its run is found by, and the
/// run's row. They are copied from rows that the store has written, with new keys. Statements are prepared once; nothing is checked, hashed or logged.
///
/// Not `Sendable`: one caller at a time.
final class RawStore {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let connection: OpaquePointer
    private var runs: [Target] = []
    private var number = 0

    /// A run that findings are written to, with statements whose parameters hold what is the same for each.
    private struct Target {
        let finding: Insertion
        let event: Insertion
        let word: Insertion
        let update: OpaquePointer?
        var sequence: Int
    }

    private struct Insertion {
        let statement: OpaquePointer
        let positions: [String: Int32]
    }

    /// Opens a database that the store has made, in which one finding has been written to each run.
    ///
    /// - Parameter checkpointPages: How many pages the write-ahead log may hold, as in the store: fewer where commits are small.
    init(path: String, checkpointPages: Int) throws {
        var handle: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let handle else { throw Failure(description: "open") }
        connection = handle
        let pragmas = [
            "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = \(checkpointPages)", "cache_size = -8192",
            "temp_store = MEMORY",
        ]
        for pragma in pragmas { try execute("PRAGMA \(pragma)") }
        for run in try column("SELECT run_id FROM runs ORDER BY position") { runs.append(try target(run)) }
    }

    deinit {
        for run in runs {
            for insertion in [run.finding, run.event, run.word] { sqlite3_finalize(insertion.statement) }
            sqlite3_finalize(run.update)
        }
        sqlite3_close(connection)
    }

    /// Writes that many findings with their events, in one transaction, to one run after the other.
    func write(_ count: Int) throws {
        try execute("BEGIN IMMEDIATE")
        for _ in 0..<count {
            number += 1
            try write(number, to: &runs[number % runs.count])
        }
        try execute("COMMIT")
    }

    private func write(_ number: Int, to run: inout Target) throws {
        run.sequence += 1
        bind(run.finding, "finding_id", "01a20530-3455-7f10-b1f6-\(String(format: "%012x", number))")
        bind(run.finding, "fingerprint", Self.scattered(number))
        bind(run.event, "sequence", run.sequence)
        bind(run.event, "hash", Self.scattered(number + 1))
        bind(run.event, "previous_hash", Self.scattered(number))
        bind(run.word, "term", "wword\(number)")
        for insertion in [run.finding, run.event, run.word] { try step(insertion.statement) }
        sqlite3_bind_int64(run.update, 1, Int64(run.sequence))
        sqlite3_bind_text(run.update, 2, Self.scattered(number + 1), -1, csqlite_transient())
        sqlite3_bind_text(run.update, 3, "findings.major.test.open=\(run.sequence) phases.in_progress.small=1", -1, csqlite_transient())
        try step(run.update)
    }

    /// 64 hexadecimal digits that follow no order, as digests do (the mixing of SplitMix64).
    private static func scattered(_ number: Int) -> String {
        var text = ""
        for part in 0..<4 {
            var value = UInt64(number * 4 + part) &* 0x9E37_79B9_7F4A_7C15
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            let digits = String(value ^ (value >> 31), radix: 16)
            text += String(repeating: "0", count: 16 - digits.count) + digits
        }
        return text
    }

    private func target(_ run: String) throws -> Target {
        let event = try row("SELECT * FROM events WHERE run_id = '\(run)' ORDER BY sequence DESC LIMIT 1")
        return Target(
            finding: try insertion("findings", try row("SELECT * FROM findings WHERE run_id = '\(run)' LIMIT 1")),
            event: try insertion("events", event),
            word: try insertion(
                "run_terms", try row("SELECT * FROM run_terms WHERE position = (SELECT position FROM runs WHERE run_id = '\(run)') LIMIT 1")),
            update: try prepare(
                """
                UPDATE runs SET last_event = ?1, last_event_hash = ?2, updated_at = '2026-01-01T00:00:00.000000Z', tally = ?3
                WHERE run_id = '\(run)'
                """),
            sequence: Int(event.first { $0.name == "sequence" }?.text ?? "") ?? 0)
    }

    private func insertion(_ table: String, _ values: [Value]) throws -> Insertion {
        let marks = (1...values.count).map { "?\($0)" }.joined(separator: ", ")
        guard let statement = try prepare("INSERT INTO \(table) (\(values.map(\.name).joined(separator: ", "))) VALUES (\(marks))") else {
            throw Failure(description: "prepare")
        }
        var positions: [String: Int32] = [:]
        for (index, value) in values.enumerated() {
            positions[value.name] = Int32(index + 1)
            switch value.type {
            case SQLITE_NULL: sqlite3_bind_null(statement, Int32(index + 1))
            case SQLITE_INTEGER: sqlite3_bind_int64(statement, Int32(index + 1), Int64(value.text) ?? 0)
            default: sqlite3_bind_text(statement, Int32(index + 1), value.text, -1, csqlite_transient())
            }
        }
        return Insertion(statement: statement, positions: positions)
    }

    private func bind(_ insertion: Insertion, _ column: String, _ text: String) {
        sqlite3_bind_text(insertion.statement, insertion.positions[column] ?? 0, text, -1, csqlite_transient())
    }

    private func bind(_ insertion: Insertion, _ column: String, _ number: Int) {
        sqlite3_bind_int64(insertion.statement, insertion.positions[column] ?? 0, Int64(number))
    }

    private struct Value {
        let name: String
        let type: Int32
        let text: String
    }

    private func column(_ query: String) throws -> [String] {
        let statement = try prepare(query)
        defer { sqlite3_finalize(statement) }
        var texts: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW { texts.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "") }
        return texts
    }

    private func row(_ query: String) throws -> [Value] {
        let statement = try prepare(query)
        defer { sqlite3_finalize(statement) }
        guard sqlite3_step(statement) == SQLITE_ROW else { throw Failure(description: "no row: \(query)") }
        return (0..<sqlite3_column_count(statement)).map { column in
            Value(
                name: String(cString: sqlite3_column_name(statement, column)), type: sqlite3_column_type(statement, column),
                text: sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
        }
    }

    private func prepare(_ query: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK else { throw failure() }
        return statement
    }

    private func step(_ statement: OpaquePointer?) throws {
        guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
        sqlite3_reset(statement)
    }

    private func execute(_ query: String) throws {
        guard sqlite3_exec(connection, query, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    private func failure() -> Failure { Failure(description: String(cString: sqlite3_errmsg(connection))) }
}
