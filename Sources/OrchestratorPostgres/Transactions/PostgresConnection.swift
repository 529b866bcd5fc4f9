internal import OrchestratorDatabase

/// A connection behind the seam, for as long as it is lent.
struct PostgresConnection: SQLConnection {
    let session: ServerSession

    var dialect: SQLDialect { .postgresql }

    func execute(_ statement: SQLStatement) throws -> Int { try session.run(statement) }

    func executeLater(_ statement: SQLStatement) throws { try session.runLater(statement) }

    func forEach(_ statement: SQLStatement, _ body: (inout SQLRow) throws -> Void) throws { try session.rows(of: statement, body) }

    func forEach(of statements: [SQLStatement], _ body: (_ query: Int, _ row: inout SQLRow) throws -> Void) throws {
        try session.rows(of: statements, body)
    }
}
