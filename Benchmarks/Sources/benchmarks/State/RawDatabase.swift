import CSQLite

/// A database file that no store has open, changed as fast as SQLite can: a crash on the way would leave nothing to be used.
///
/// Not `Sendable`: one caller at a time.
final class RawDatabase {
    private let connection: OpaquePointer

    init(path: String) throws {
        var handle: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let handle else {
            throw RawStore.Failure(description: "\(path) can't be opened")
        }
        connection = handle
        // The log would hold all pages a second time. The store turns it on again.
        for pragma in ["journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -524288", "temp_store = FILE"] {
            try execute("PRAGMA \(pragma)")
        }
    }

    deinit { sqlite3_close(connection) }

    func execute(_ statements: String) throws {
        guard sqlite3_exec(connection, statements, nil, nil, nil) == SQLITE_OK else {
            throw RawStore.Failure(description: "\(String(cString: sqlite3_errmsg(connection))): \(statements)")
        }
    }

    /// The first column of what a query gives.
    func texts(_ query: String) throws -> [String] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK else {
            throw RawStore.Failure(description: "\(String(cString: sqlite3_errmsg(connection))): \(query)")
        }
        defer { sqlite3_finalize(statement) }
        var texts: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW { texts.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "") }
        return texts
    }

    func columns(of table: String) throws -> [String] { try texts("SELECT name FROM pragma_table_info('\(table)')") }

    /// Inserts rows of a table that are kept under the name `source`, with other values in some columns, and in the order of the key.
    func insert(into table: String, from source: String, _ values: [String: String]) throws {
        let columns = try columns(of: table)
        try execute(
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) SELECT \(columns.map { values[$0] ?? $0 }.joined(separator: ", ")) FROM \(source)")
    }
}
