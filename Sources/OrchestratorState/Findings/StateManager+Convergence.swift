internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Whether the passes of a phase get anywhere. Empty while no pass is verified, and for a phase that is not there.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Reads the keys of the findings of the phase.
    public func convergence(of phase: Phase.ID) async throws -> Convergence {
        FindingTimeline(try await findingReports(of: phase)).convergence
    }

    /// What is known of the findings of a phase, for decisions.
    package func findingReports(of phase: Phase.ID) async throws -> PhaseFindings {
        try await database.read { connection in
            try undamaged(.phase, phase.description) {
                PhaseFindings(
                    passes: try connection.verifiedPasses(of: phase), answers: try connection.answeredPasses(of: phase),
                    reports: try connection.findingReports(of: phase))
            }
        }
    }
}

extension SQLConnection {
    fileprivate func verifiedPasses(of phase: Phase.ID) throws -> [(number: Int, time: Timestamp)] {
        try all(
            """
            SELECT pass_number, COALESCE(completed_at, started_at) FROM executions
            WHERE phase_id = \(phase) AND verification IN ('passed', 'blocked') ORDER BY pass_number
            """
        ) { (try $0.integer(), try $0.time()) }
    }

    fileprivate func answeredPasses(of phase: Phase.ID) throws -> [Int] {
        try all(
            """
            SELECT e.pass_number FROM manual_interventions AS i JOIN executions AS e ON e.execution_id = i.consumed_by
            WHERE i.phase_id = \(phase)
            """
        ) { try $0.integer() }
    }

    fileprivate func findingReports(of phase: Phase.ID) throws -> [PhaseFindings.Report] {
        try all(
            """
            SELECT f.finding_id, f.fingerprint, f.ordinal, f.check_name, e.pass_number, f.created_at, f.resolved, f.resolved_at,
                x.pass_number, f.waived_at
            FROM findings AS f JOIN executions AS e ON e.execution_id = f.execution_id
                LEFT JOIN executions AS x ON x.execution_id = f.fixed_by
            WHERE e.phase_id = \(phase)
            """
        ) { row in
            let id: Finding.ID = try row.identifier()
            let key = FindingKey(fingerprint: try row.text(), ordinal: try row.integer(), check: try row.text())
            var report = PhaseFindings.Report(id: id, key: key, pass: try row.integer(), createdAt: try row.time())
            report.resolved = try row.boolean()
            report.resolvedAt = try row.optionalTime()
            report.fixedInPass = try row.optionalInteger()
            report.waivedAt = try row.optionalTime()
            return report
        }
    }
}
