internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Findings of a run with what became of them: by phase, the heaviest first.
    ///
    /// - Returns: At most `limit` findings, and the one to give as `after` for the next page; `nil` on the last one.
    /// - Throws: ``StateError/invalid(_:)`` for a limit out of range.
    /// - Complexity: Reads the keys of all findings of the run, and the whole rows of one page.
    public func trackedFindings(_ filter: TrackedFindingFilter) async throws -> (findings: [TrackedFinding], next: Finding.ID?) {
        try filter.check()
        let found = try await database.read { connection in
            try undamaged(.run, filter.run.description) { try connection.all(filter.query) { try TrackedFinding(row: &$0) } }
        }
        let page = Array(found.prefix(filter.limit))
        return (page, found.count > filter.limit ? page.last?.finding.id : nil)
    }
}

extension TrackedFindingFilter {
    fileprivate var query: SQLStatement {
        """
        WITH reports AS (
            SELECT f.finding_id AS id, p.number AS phase_number, e.pass_number, f.severity, f.resolved, f.waived_at, f.created_at,
                CASE f.severity WHEN 'major' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END AS rank,
                ROW_NUMBER() OVER (
                    PARTITION BY f.phase_id, f.check_name, f.fingerprint, f.ordinal ORDER BY e.pass_number DESC, f.finding_id DESC
                ) AS recency,
                LAG(f.resolved) OVER earlier AS was_resolved, LAG(f.resolved_at) OVER earlier AS was_resolved_at,
                LAG(x.pass_number) OVER earlier AS was_fixed_in,
                (SELECT MAX(pass_number) FROM executions
                    WHERE phase_id = f.phase_id AND verification IN ('passed', 'blocked')) AS last_pass
            FROM findings AS f JOIN executions AS e ON e.execution_id = f.execution_id JOIN phases AS p ON p.phase_id = f.phase_id
                LEFT JOIN executions AS x ON x.execution_id = f.fixed_by
            WHERE e.run_id = \(run)
            WINDOW earlier AS (
                PARTITION BY f.phase_id, f.check_name, f.fingerprint, f.ordinal ORDER BY e.pass_number, f.finding_id)
        ), tracked AS (
            SELECT id, phase_number, pass_number, severity, rank, recency,
                CASE
                    WHEN resolved = 1 THEN 'fixed'
                    WHEN waived_at IS NOT NULL THEN 'waived'
                    WHEN recency > 1 OR pass_number < COALESCE(last_pass, 0) THEN 'persisting'
                    WHEN was_resolved IS NULL THEN 'new'
                    WHEN was_fixed_in < pass_number OR (was_resolved = 1 AND was_fixed_in IS NULL AND was_resolved_at <= created_at)
                        THEN 'regressed'
                    ELSE 'persisting'
                END AS state
            FROM reports
        )
        SELECT \(raw: Tables.findings.columnList(of: "f")), t.phase_number, t.pass_number, t.state
        FROM tracked AS t JOIN findings AS f ON f.finding_id = t.id
        WHERE \(condition) ORDER BY t.phase_number, t.rank, t.id LIMIT \(limit + 1)
        """
    }

    private var condition: SQLStatement {
        var parts: [SQLStatement] = []
        if !includesEarlierReports { parts.append("t.recency = 1") }
        if let phaseNumber { parts.append("t.phase_number = \(phaseNumber)") }
        if let severities { parts.append("t.severity IN (\(list: severities.map(\.rawValue)))") }
        if let states { parts.append("t.state IN (\(list: states.map(\.rawValue)))") }
        if let after {
            parts.append("(t.phase_number, t.rank, t.id) > (SELECT phase_number, rank, id FROM tracked WHERE id = \(after))")
        }
        return parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ")
    }
}

extension TrackedFinding {
    fileprivate init(row: inout SQLRow) throws {
        self.init(finding: try Finding(row: &row), phaseNumber: try row.integer(), passNumber: try row.integer(), state: try row.choice())
    }
}

extension TableDefinition {
    /// The columns of ``columnList``, each with the table's name in this query.
    func columnList(of alias: String) -> String {
        documentColumns.map { "\(alias).\($0.name)" }.joined(separator: ", ")
    }
}
