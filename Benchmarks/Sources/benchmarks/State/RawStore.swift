import CSQLite
import Foundation

/// SQLite through its C interface, with the pragmas of the store: the limit that a write is measured against.
///
/// It writes the same rows as one finding of the store does, copied from rows that the store has written, with new keys: the finding, its event,
/// the run's row. Statements are prepared once; nothing is checked, hashed or logged.
///
/// Not `Sendable`: one caller at a time.
final class RawStore {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let connection: OpaquePointer
    private var insertions: [Insertion] = []
    private var update: OpaquePointer?
    private var number = 0
    private var run = ""

    private struct Insertion {
        let statement: OpaquePointer
        /// The parameters that get a new value each time.
        let text: Int32?
        let counter: Int32?
    }

    /// Opens a database that the store has made, in which one finding has been written.
    init(path: String) throws {
        var handle: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let handle else { throw Failure(description: "open") }
        connection = handle
        for pragma in ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 1000"] {
            try execute("PRAGMA \(pragma)")
        }
        let finding = try row("SELECT * FROM findings LIMIT 1")
        let event = try row("SELECT * FROM events ORDER BY sequence DESC LIMIT 1")
        run = event.first { $0.name == "run_id" }?.text ?? ""
        number = Int(event.first { $0.name == "sequence" }?.text ?? "") ?? 0
        insertions = [
            try insertion("findings", finding, text: "finding_id", counter: "ordinal"),
            try insertion("events", event, text: "entity_id", counter: "sequence"),
        ]
        update = try prepare(
            "UPDATE runs SET last_event = ?1, last_event_hash = '\(String(repeating: "a", count: 64))', updated_at = ?2 WHERE run_id = ?3")
    }

    deinit {
        for insertion in insertions { sqlite3_finalize(insertion.statement) }
        sqlite3_finalize(update)
        sqlite3_close(connection)
    }

    /// Writes that many findings with their events, in one transaction.
    func write(_ count: Int) throws {
        try execute("BEGIN IMMEDIATE")
        for _ in 0..<count {
            number += 1
            let text = "01a20530-3455-7f10-b1f6-\(String(format: "%012x", number))"
            for insertion in insertions {
                if let index = insertion.text { sqlite3_bind_text(insertion.statement, index, text, -1, csqlite_transient()) }
                if let index = insertion.counter { sqlite3_bind_int64(insertion.statement, index, Int64(number)) }
                try step(insertion.statement)
            }
            sqlite3_bind_int64(update, 1, Int64(number))
            sqlite3_bind_text(update, 2, "2026-01-01T00:00:00.000000Z", -1, csqlite_transient())
            sqlite3_bind_text(update, 3, run, -1, csqlite_transient())
            try step(update)
        }
        try execute("COMMIT")
    }

    private func insertion(_ table: String, _ values: [Value], text: String, counter: String) throws -> Insertion {
        let marks = (1...values.count).map { "?\($0)" }.joined(separator: ", ")
        guard let statement = try prepare("INSERT INTO \(table) (\(values.map(\.name).joined(separator: ", "))) VALUES (\(marks))") else {
            throw Failure(description: "prepare")
        }
        for (index, value) in values.enumerated() {
            switch value.type {
            case SQLITE_NULL: sqlite3_bind_null(statement, Int32(index + 1))
            case SQLITE_INTEGER: sqlite3_bind_int64(statement, Int32(index + 1), Int64(value.text) ?? 0)
            default: sqlite3_bind_text(statement, Int32(index + 1), value.text, -1, csqlite_transient())
            }
        }
        let position = { (name: String) in values.firstIndex { $0.name == name }.map { Int32($0 + 1) } }
        return Insertion(statement: statement, text: position(text), counter: position(counter))
    }

    private struct Value {
        let name: String
        let type: Int32
        let text: String
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
