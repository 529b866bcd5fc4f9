internal import OrchestratorDatabase

extension SQLDialect {
    /// The elements of a list in JSON, as rows with the column `value`.
    func elements(of json: String) -> SQLStatement {
        switch self {
        case .sqlite: "json_each(\(json))"
        }
    }

    /// A join whose left side is walked in its order, looking up the right one.
    var orderedJoin: String {
        switch self {
        case .sqlite: "CROSS JOIN"
        }
    }

    /// A query that gives one row with `ok` where the storage is sound, else a row for each problem.
    var integrityCheck: SQLStatement {
        switch self {
        case .sqlite: "PRAGMA integrity_check"
        }
    }

    /// A query for the rows that refer to a row that is not there: the table, its row, the table referred to.
    var foreignKeyCheck: SQLStatement? {
        switch self {
        case .sqlite: "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check"
        }
    }
}
