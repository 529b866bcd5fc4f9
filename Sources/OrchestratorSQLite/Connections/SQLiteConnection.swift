internal import OrchestratorDatabase

/// A connection behind the seam, for as long as it is lent.
struct SQLiteConnection: SQLConnection {
    let statements: StatementCache

    var dialect: SQLDialect { .sqlite }

    func execute(_ statement: SQLStatement) throws -> Int {
        try statements.run(statement.text, statement.values) { _ in }
        return statements.changes
    }

    func forEach(_ statement: SQLStatement, _ body: (inout SQLRow) throws -> Void) throws {
        try statements.run(statement.text, statement.values, body)
    }
}
