internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Every report of the findings that share a fingerprint, of all runs or one, oldest first.
    ///
    /// - Parameters:
    ///   - limit: At most that many, from 1 to 10,000.
    ///   - after: After this report: the `next` of the page before.
    /// - Returns: The reports, and the one to give as `after` for the next page; `nil` on the last one.
    /// - Throws: ``StateError/invalid(_:)`` for a limit out of range; ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek, and the rows of one page.
    public func history(
        ofFingerprint fingerprint: String, in run: Run.ID? = nil, limit: Int = 100, after: Finding.ID? = nil
    ) async throws -> (appearances: [FindingAppearance], next: Finding.ID?) {
        guard (1...10_000).contains(limit) else { throw StateError.invalid([Violation("limit", "must be from 1 to 10000")]) }
        let found = try await database.read { connection in
            try undamaged(.finding, fingerprint) {
                try connection.all(
                    Self.historyQuery(fingerprint, in: run, limit: limit + 1, after: after, connection.dialect)
                ) { row in
                    FindingAppearance(
                        finding: try Finding(row: &row), runID: try row.identifier(), phaseNumber: try row.integer(),
                        passNumber: try row.integer(), fixedInPass: try row.optionalInteger())
                }
            }
        }
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last?.finding.id : nil)
    }

    static func historyQuery(_ fingerprint: String, in run: Run.ID?, limit: Int, after: Finding.ID?, _ dialect: SQLDialect) -> SQLStatement {
        var condition = Finding.condition(ofFingerprint: fingerprint, in: "f")
        if let run { condition.append(" AND e.run_id = \(run)") }
        if let after { condition.append(" AND f.finding_id > \(after)") }
        return """
            SELECT \(raw: Tables.findings.columnList(of: "f")), f.run_id, p.number, e.pass_number, x.pass_number
            FROM findings AS f \(raw: dialect.indexed(by: "findings_by_fingerprint"))
                JOIN executions AS e ON e.execution_id = f.execution_id JOIN phases AS p ON p.phase_id = f.phase_id
                LEFT JOIN executions AS x ON x.execution_id = f.fixed_by
            WHERE \(condition) ORDER BY f.finding_id LIMIT \(limit)
            """
    }
}
