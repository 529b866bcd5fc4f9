extension SQLDialect {
    /// A query for the names of all tables.
    var tableNames: SQLStatement {
        switch self {
        case .sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table'"
        case .postgresql: "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
        }
    }

    /// Makes others who run the same statement wait until the transaction ends; `nil` where there is only one who writes at a time.
    var migrationLock: SQLStatement? {
        switch self {
        case .sqlite: nil
        // Two numbers: one of the program's own, and one for each schema.
        case .postgresql: "SELECT pg_advisory_xact_lock(1869771619, hashtext(current_schema()))"
        }
    }
}
