import OrchestratorDatabase

/// What something else than this program has done to a column.
enum Damage: Sendable {
    /// Another text, whatever the checks of the column say.
    case text(String)
    /// Bytes that are no text.
    case bytes
    case nothing
}

extension Store {
    /// Does it to all rows of a table, past the checks of the engine.
    func damage(_ table: String, _ column: String, _ damage: Damage) async throws {
        try await database.write { connection in
            try connection.ignoreChecks(of: table)
            switch (damage, connection.dialect) {
            case (.nothing, _): break
            case (.text(let text), _): try connection.execute("UPDATE \(raw: table) SET \(raw: column) = \(text)")
            case (.bytes, .sqlite): try connection.execute("UPDATE \(raw: table) SET \(raw: column) = CAST(x'ff' AS TEXT)")
            // The server keeps no such text; the column may be of another type, though.
            case (.bytes, .postgresql):
                try connection.execute("ALTER TABLE \(raw: table) ALTER COLUMN \(raw: column) TYPE bytea USING '\\xff'::bytea")
            }
        }
    }
}

extension SQLConnection {
    fileprivate func ignoreChecks(of table: String) throws {
        switch dialect {
        case .sqlite: try execute("PRAGMA ignore_check_constraints = ON")
        case .postgresql:
            let checks = try all("SELECT conname::text FROM pg_constraint WHERE conrelid = \(table)::regclass AND contype = 'c'") { try $0.text() }
            for check in checks { try execute("ALTER TABLE \(raw: table) DROP CONSTRAINT \(raw: check)") }
        }
    }

    /// How the engine carries a query out where it can choose: the steps that read rows, and those that sort.
    func steps(of query: SQLStatement) throws -> (reads: [String], sorts: [String]) {
        switch dialect {
        case .sqlite:
            let plan = try all("EXPLAIN QUERY PLAN \(query)") { row in
                for _ in 0..<3 { _ = try row.integer() }
                return try row.text()
            }
            return (plan.filter { $0.hasPrefix("SCAN") || $0.hasPrefix("SEARCH") }, plan.filter { $0.contains("TEMP B-TREE") })
        case .postgresql:
            // In an empty table anything is quick: what can be avoided is to be avoided.
            for setting in ["enable_seqscan", "enable_sort", "enable_bitmapscan", "enable_incremental_sort"] {
                _ = try first("SELECT set_config(\(setting), 'off', true)") { try $0.text() }
            }
            let plan = try all("EXPLAIN \(query)") { try $0.text() }.map { $0.drop { " ->".contains($0) } }
            // What a subquery gives is read by the steps of the subquery, which are in the plan themselves.
            return (
                plan.filter { $0.contains(" Scan ") && !$0.hasPrefix("Subquery Scan") }.map { $0.hasPrefix("Index") ? "SEARCH \($0)" : "SCAN \($0)" },
                plan.filter { $0.hasPrefix("Sort  ") || $0.hasPrefix("Incremental Sort") }.map(String.init)
            )
        }
    }
}
