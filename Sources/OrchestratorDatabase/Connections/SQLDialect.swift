/// The database engine, for the few fragments in which engines differ.
public enum SQLDialect: Hashable, Sendable, CaseIterable {
    /// SQLite 3.
    case sqlite
    /// PostgreSQL 13 or newer.
    case postgresql
}

extension SQLDialect {
    /// The channel on which transactions tell those who wait for ``SQLDatabase/changes()``, where the engine has channels.
    public static let changesChannel = "orchestrator_changes"

    /// A statement after which the transaction goes on only where the condition holds; else it is undone and run again, as where another one was in its
    /// way. `nil` where only one writes at a time, so that nothing can have changed since it was read.
    ///
    /// For what was read before rows were locked: it travels with the changes, and costs no way to the server of its own.
    public func insisting(on condition: SQLStatement) -> SQLStatement? {
        switch self {
        case .sqlite: nil
        // The server has no statement that throws; nothing else here divides.
        case .postgresql: "SELECT 1 / CASE WHEN \(condition) THEN 1 ELSE 0 END"
        }
    }
}
