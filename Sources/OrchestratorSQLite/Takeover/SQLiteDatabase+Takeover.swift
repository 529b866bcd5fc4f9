internal import OrchestratorDatabase

extension SQLiteDatabase {
    /// Takes over the database of a predecessor.
    ///
    /// - Returns: What was done; `nil` where it is no database of a predecessor.
    static func takeOver(_ statements: StatementCache, _ predecessors: [Predecessor], at path: String) throws -> String? {
        let connection = SQLiteConnection(statements: statements)
        let found = try naming(path) {
            // In one snapshot: another process may be taking it over just now.
            try statements.run("BEGIN")
            defer { if statements.isInsideTransaction { try? statements.run("ROLLBACK") } }
            return try predecessors.first { try $0.recognizes(connection) }
        }
        guard let predecessor = found else { return nil }
        // Old rows may refer to rows that are gone, and references must not follow a table to its other name. Neither can be said in a transaction.
        for setting in ["foreign_keys = OFF", "legacy_alter_table = ON", "synchronous = FULL", "fullfsync = ON"] {
            try statements.run("PRAGMA \(setting)")
        }
        defer { try? statements.run("PRAGMA legacy_alter_table = OFF") }
        // Nobody writes, and in a file without a write-ahead log nobody reads, from before the copy until all is done.
        try statements.run("BEGIN EXCLUSIVE")
        do {
            // Another process may have done it meanwhile.
            guard try naming(path, { try predecessor.recognizes(connection) }) else {
                try statements.run("ROLLBACK")
                return nil
            }
            let backup = try DatabaseCopy(of: path).keep(suffix: predecessor.backupSuffix, statements)
            let report = try predecessor.takeOver(connection, backup)
            try statements.run("COMMIT")
            return report
        } catch {
            if statements.isInsideTransaction { try? statements.run("ROLLBACK") }
            throw error
        }
    }

    /// Predecessors don't know where the database is that they look at.
    static func naming<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where error.kind == .version {
            throw DatabaseError(.version, at: path, error.message, cause: error.cause)
        }
    }
}
