internal import GRDBSQLite
internal import OrchestratorDatabase

/// The compiled statements of one connection, by their text.
///
/// `@unchecked Sendable`: it is made, used and emptied only inside the serial queue of its connection.
final class StatementCache: @unchecked Sendable {
    let connection: OpaquePointer
    let location: String
    private var statements: [String: PreparedStatement] = [:]
    private var isClosed = false
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

    /// Runs a statement and hands each row to the body.
    func run(_ text: String, _ values: [SQLValue], _ body: (inout SQLRow) throws -> Void) throws {
        guard !isClosed else { throw DatabaseError(.unavailable, at: location, "the database was closed") }
        if let statement = statements[text] {
            // A body may run the statement it is being fed by.
            let free = statement.isInUse ? try prepare(text) : statement
            return try free.run(values, body)
        }
        let statement = try prepare(text)
        if statements.count >= Self.largest { statements = statements.filter(\.value.isInUse) }
        statements[text] = statement
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
