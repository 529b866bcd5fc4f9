internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Adds findings to an execution, all in one transaction with their event.
    ///
    /// A finding already recorded for this execution under the same fingerprint is left as it is, so a report may be sent again.
    /// - Parameter findings: At most ``Limits/findingsInReport``.
    /// - Returns: The findings as stored, in the order given.
    /// - Throws: ``StateError/invalid(_:)`` with everything that is wrong with them; ``StateError/notFound(_:_:)``,
    ///   ``StateError/leaseLost(_:)``, `DatabaseError`. None is stored then.
    /// - Complexity: Linear in them.
    public func addFindings(_ findings: [FindingDraft], to execution: Execution.ID, lease: Lease? = nil) async throws -> [Finding] {
        try FindingDraft.check(findings)
        let report = FindingReport(findings, knownTerms)
        return try await change(runOf: execution, .execution, lease: lease) { transaction in
            let place = try transaction.place(of: execution)
            return try transaction.add(report, to: execution, of: place.phase, place.hasWaivers ? try transaction.waivers() : [:])
        }
    }

    /// The finding of that identity; `nil` where there is none.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func finding(_ id: Finding.ID) async throws -> Finding? {
        try await database.read { connection in
            try undamaged(.finding, id.description) { try connection.find(Finding.self, where: "finding_id = \(id)") }
        }
    }

    /// The findings that the filter names, in the order in which they were recorded.
    ///
    /// Name at least a run, a phase or an execution: without one the findings of the whole store are read.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Linear in the findings of the run, phase or execution that is named.
    public func findings(_ filter: FindingFilter) async throws -> [Finding] {
        try await database.read { connection in
            try undamaged(.finding, "") {
                try connection.findAll(Finding.self, where: filter.condition, orderedBy: "finding_id")
            }
        }
    }

    /// How many of them there are, by severity, zeros included.
    ///
    /// - Throws: `DatabaseError`.
    /// - Complexity: Linear in the findings of the run, phase or execution that is named.
    public func findingCounts(_ filter: FindingFilter) async throws -> SeverityCounts {
        try await database.read { try $0.severityCounts(where: filter.condition) }
    }

    /// Marks a finding as resolved by hand.
    ///
    /// - Throws: ``StateError/conflict(_:)`` where it is already; ``StateError/notFound(_:_:)``, `DatabaseError`.
    public func resolveFinding(_ id: Finding.ID) async throws {
        try await change(runOf: id, .finding) { transaction in
            guard try transaction.connection.find(Finding.self, where: "finding_id = \(id) AND resolved = 0") != nil else {
                throw StateError.conflict("finding \(id.short) is resolved already")
            }
            try transaction.resolve([id], by: nil)
        }
    }

    /// Decides to live with a finding: it does not count at the gate any more, nor does what has its fingerprint, now and in later passes of
    /// the run. It is still reported, as waived.
    ///
    /// - Parameter reason: Why, for those who read it later.
    /// - Throws: ``StateError/conflict(_:)`` where it is resolved or waived already; ``StateError/invalid(_:)`` without a reason;
    ///   ``StateError/notFound(_:_:)``, `DatabaseError`.
    public func waiveFinding(_ id: Finding.ID, reason: String) async throws {
        var validation = Validation()
        validation.text(reason, "reason")
        if reason.allSatisfy(\.isWhitespace) { validation.add("reason", "must not be empty") }
        try validation.check()
        try await change(runOf: id, .finding) { transaction in
            guard let finding = try transaction.connection.find(Finding.self, where: "finding_id = \(id)") else {
                throw StateError.notFound(.finding, id.description)
            }
            if finding.resolved { throw StateError.conflict("finding \(id.short) is resolved: there is nothing to waive") }
            if let time = finding.waivedAt {
                throw StateError.conflict("finding \(id.short) was waived by \(Printable.escaped(finding.waivedBy ?? "somebody")) at \(time)")
            }
            try transaction.waive(finding, reason: reason)
        }
    }

    /// The fingerprints that are waived in a run.
    ///
    /// - Throws: `DatabaseError`.
    /// - Complexity: Reads what is waived, by an index of its own.
    public func waivedFingerprints(of run: Run.ID) async throws -> Set<String> {
        try await database.read { connection in
            Set(
                try connection.all("SELECT DISTINCT fingerprint FROM findings WHERE run_id = \(run) AND waived_at IS NOT NULL") {
                    try $0.text()
                })
        }
    }
}

extension FindingFilter {
    var condition: SQLStatement {
        var parts: [SQLStatement] = []
        if let run { parts.append(Finding.condition(ofRun: run)) }
        if let phase { parts.append("execution_id IN (SELECT execution_id FROM executions WHERE phase_id = \(phase))") }
        if let execution { parts.append("execution_id = \(execution)") }
        if let severities { parts.append("severity IN (\(list: severities.map(\.rawValue)))") }
        if let resolved { parts.append("resolved = \(resolved)") }
        if let waived { parts.append(waived ? "waived_at IS NOT NULL" : "waived_at IS NULL") }
        return parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ")
    }
}
