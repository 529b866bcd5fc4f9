internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Adds findings to an execution, all in one transaction with their event.
    ///
    /// A finding already recorded for this execution under the same fingerprint is left as it is, so a report may be sent again.
    /// - Parameter findings: At most ``Limits/findingsInReport``.
    /// - Returns: The findings as stored, in the order given.
    public func addFindings(_ findings: [FindingDraft], to execution: Execution.ID, lease: Lease? = nil) async throws -> [Finding] {
        try FindingDraft.check(findings)
        return try await change(runOf: execution, .execution, lease: lease) { try $0.add(findings, to: try $0.execution(execution)) }
    }

    /// The finding of that identity; `nil` where there is none.
    public func finding(_ id: Finding.ID) async throws -> Finding? {
        try await database.read { connection in
            try undamaged(.finding, id.description) { try connection.find(Finding.self, where: "finding_id = \(id)") }
        }
    }

    /// The findings that the filter names, in the order in which they were recorded.
    public func findings(_ filter: FindingFilter) async throws -> [Finding] {
        try await database.read { connection in
            try undamaged(.finding, "") {
                try connection.findAll(Finding.self, where: filter.condition, orderedBy: "finding_id")
            }
        }
    }

    /// How many of them there are, by severity.
    public func findingCounts(_ filter: FindingFilter) async throws -> SeverityCounts {
        try await database.read { connection in
            var counts = SeverityCounts()
            try connection.forEach("SELECT severity, COUNT(*) FROM findings WHERE \(filter.condition) GROUP BY severity") {
                let severity: Severity = try $0.choice()
                counts[severity] = try $0.integer()
            }
            return counts
        }
    }

    /// Marks a finding as resolved by hand.
    ///
    /// - Throws: ``StateError/conflict(_:)`` where it is already.
    public func resolveFinding(_ id: Finding.ID) async throws {
        try await change(runOf: id, .finding) { transaction in
            guard try transaction.connection.find(Finding.self, where: "finding_id = \(id) AND resolved = 0") != nil else {
                throw StateError.conflict("finding \(id.short) is resolved already")
            }
            try transaction.resolve([id])
        }
    }
}

extension FindingFilter {
    var condition: SQLStatement {
        var parts: [SQLStatement] = []
        if let run { parts.append("run_id = \(run)") }
        if let phase { parts.append("phase_id = \(phase)") }
        if let execution { parts.append("execution_id = \(execution)") }
        if let severities { parts.append("severity IN (\(list: severities.map(\.rawValue)))") }
        if let resolved { parts.append("resolved = \(resolved)") }
        return parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ")
    }
}
