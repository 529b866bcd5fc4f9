internal import COrchestratorSQLite
internal import OrchestratorDatabase

/// The compiled statements of one connection, by their text.
///
/// `@unchecked Sendable`: it is made before its connection is lent, used only by whoever the connection is lent to, and emptied when
/// that is closed.
final class StatementCache: @unchecked Sendable {
    let connection: OpaquePointer
    let location: String
    /// How many pages the write-ahead log holds since the last commit of this connection.
    var logPages = 0
    /// How many statements were run that may have written something.
    private(set) var writes = 0
    private var statements: [StatementText: PreparedStatement] = [:]
    /// Whether nothing can be run any more.
    private(set) var isClosed = false
    /// Queries with filters and lists have many texts; beyond so many all are compiled anew.
    private static let largest = 256

    init(connection: OpaquePointer, location: String) {
        self.connection = connection
        self.location = location
    }

    /// Whether a transaction is open. Some errors end it by themselves.
    var isInsideTransaction: Bool { sqlite3_get_autocommit(connection) == 0 }

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes(connection)) }

    /// Runs a statement of fixed text.
    func run(_ text: String) throws { try run(text, []) { _ in } }

    /// The value that a query of fixed text gives; NULL where it gives no row.
    func value(_ query: String) throws -> SQLValue {
        var value = SQLValue.null
        try run(query, []) { value = try $0.next() }
        return value
    }

    /// Runs a statement and hands each row to the body.
    func run(_ text: String, _ values: [SQLValue], _ body: (inout SQLRow) throws -> Void) throws {
        guard !isClosed else { throw DatabaseError(.unavailable, at: location, "the database was closed") }
        let key = StatementText(text: text)
        if let statement = statements[key] {
            // A body may run the statement it is being fed by.
            let free = statement.isInUse ? try prepare(text) : statement
            if !free.isReadOnly { writes += 1 }
            return try free.run(values, body)
        }
        let statement = try prepare(text)
        if statements.count >= Self.largest { statements = statements.filter(\.value.isInUse) }
        statements[key] = statement
        if !statement.isReadOnly { writes += 1 }
        try statement.run(values, body)
    }

    private func prepare(_ text: String) throws -> PreparedStatement {
        try PreparedStatement(text, on: connection, at: location)
    }

    /// Frees the statements, so that the connection can be closed. Nothing can be run any more.
    func close() {
        isClosed = true
        statements = [:]
    }
}
