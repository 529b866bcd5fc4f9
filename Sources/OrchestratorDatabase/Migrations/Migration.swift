/// One step of the schema: named, forward-only, in a transaction of its own.
public struct Migration: Sendable {
    /// The name; the order of migrations is that of the list they stand in.
    public let name: String
    private let body: @Sendable (SQLDialect) -> [SQLStatement]

    /// A migration that runs those statements.
    public init(_ name: String, _ body: @escaping @Sendable (SQLDialect) -> [SQLStatement]) {
        self.name = name
        self.body = body
    }

    /// What it runs.
    public func statements(in dialect: SQLDialect) -> [SQLStatement] { body(dialect) }
}
