internal import OrchestratorDatabase
internal import OrchestratorModel

/// The row of a run that is about to be taken, as it is now that nobody else can change it.
struct ClaimableRow {
    let head: RunHead
    /// Whether it works in a directory.
    let isLocal: Bool
    /// Whether an execution of it is running.
    let isRunning: Bool
    /// The columns of its row that documents have.
    let values: [SQLValue]

    /// What ``init(row:)`` reads, of a table, or a query, that is called `runs`.
    static func columns(_ dialect: SQLDialect) -> String {
        """
        \(RunHead.columns(dialect)), CASE WHEN repository_host IS NULL THEN 0 ELSE 1 END,
            CASE WHEN EXISTS (SELECT 1 FROM executions AS e WHERE e.run_id = runs.run_id AND e.status = 'running') THEN 1 ELSE 0 END,
            \(Tables.runs.columnList)
        """
    }

    init(row: inout SQLRow) throws {
        head = try RunHead(row: &row)
        isLocal = try row.integer() == 1
        isRunning = try row.integer() == 1
        var values: [SQLValue] = []
        values.reserveCapacity(Tables.runs.documentColumns.count)
        for _ in Tables.runs.documentColumns { values.append(try row.next()) }
        self.values = values
    }
}
