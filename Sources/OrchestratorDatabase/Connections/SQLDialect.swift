/// The database engine, for the few fragments in which engines differ.
public enum SQLDialect: Hashable, Sendable, CaseIterable {
    /// SQLite 3.
    case sqlite
}
