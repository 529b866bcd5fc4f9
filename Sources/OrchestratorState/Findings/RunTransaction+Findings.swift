internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// Adds findings to an execution. One that is recorded already under its fingerprint and ordinal is given back as it is.
    ///
    /// - Parameter waivers: See ``waivers()``.
    mutating func add(
        _ report: FindingReport, to execution: Execution.ID, of phase: Phase.ID, _ waivers: [String: FindingWaiver]
    ) throws -> [Finding] {
        var (findings, added): ([Finding], [String]) = ([], [])
        var terms: Set<String> = []
        let hidden = [head.id.sqlValue, phase.sqlValue]
        // Within one millisecond identifiers are in no order; that of the report is the order in which findings are given back.
        let ids = report.drafts.map { _ in Finding.ID(at: now) }.sorted()
        for (index, (draft, identity)) in zip(report.drafts, report.identities).enumerated() {
            let finding = Finding(draft, id: ids[index], in: execution, identity, waivers[identity.fingerprint], at: now)
            let values = finding.values
            guard try connection.insertIfNew(into: Tables.findings, values + hidden) else {
                if let known = try known(finding) { findings.append(known) }
                continue
            }
            findings.append(finding)
            added.append(Tables.findings.document(ofRow: values))
            count(.findings(finding.severity, finding.category, isResolved: false))
            if terms.isEmpty { terms = report.terms[index] } else { terms.formUnion(report.terms[index]) }
        }
        if !added.isEmpty {
            let new = report.known.missing(terms, of: head.id, lastEventHash: story.hashBefore)
            try connection.add(new, at: head.position)
            story.newTerms.formUnion(new)
            try record(.findingsAdded, .execution, execution.description, ["findings": "[\(added.joined(separator: ","))]"])
        }
        return findings
    }

    /// The phase that an execution is a pass of, and whether anything is waived in the run.
    func place(of id: Execution.ID) throws -> (phase: Phase.ID, hasWaivers: Bool) {
        let place = try connection.first(
            """
            SELECT phase_id, CASE WHEN EXISTS (
                SELECT 1 FROM findings AS f WHERE f.run_id = e.run_id AND f.waived_at IS NOT NULL
            ) THEN 1 ELSE 0 END FROM executions AS e WHERE execution_id = \(id)
            """
        ) { (phase: try $0.identifier(Phase.ID.self), hasWaivers: try $0.boolean()) }
        guard let place else { throw StateError.notFound(.execution, id.description) }
        return place
    }

    private func known(_ finding: Finding) throws -> Finding? {
        try connection.find(
            Finding.self,
            where: """
                execution_id = \(finding.executionID) AND fingerprint = \(finding.fingerprint) AND ordinal = \(finding.ordinal)
                """)
    }

    /// What humans decided to live with, by fingerprint.
    func waivers() throws -> [String: FindingWaiver] {
        var waivers: [String: FindingWaiver] = [:]
        try connection.forEach(
            """
            SELECT DISTINCT fingerprint, waived_at, waived_by, waive_reason FROM findings WHERE run_id = \(head.id) AND waived_at IS NOT NULL
            """
        ) { waivers[try $0.text()] = FindingWaiver(time: try $0.time(), actor: try $0.optionalText(), reason: try $0.optionalText()) }
        return waivers
    }

    /// Waives a finding, and with it all of the run that have its fingerprint and are not resolved.
    mutating func waive(_ finding: Finding, reason: String) throws {
        let values: ColumnValues = [
            ("waived_at", now.sqlValue), ("waived_by", actor.description.sqlValue), ("waive_reason", reason.sqlValue),
        ]
        let condition: SQLStatement =
            "\(Finding.condition(ofRun: head.id)) AND fingerprint = \(finding.fingerprint) AND resolved = 0 AND waived_at IS NULL"
        let ids = try connection.all("SELECT finding_id FROM findings WHERE \(condition) ORDER BY finding_id") { try $0.text() }
        try connection.update(Tables.findings, set: values, where: condition)
        let told = ids.map { Tables.findings.document([("finding_id", .text($0))] + values) }
        try record(.findingsWaived, .finding, finding.id.description, ["findings": "[\(told.joined(separator: ","))]"])
    }

    /// Marks findings as resolved; those that are already stay as they are.
    ///
    /// - Parameter execution: The one whose checks did not report them again; `nil` where a human says that they are gone.
    /// - Throws: ``StateError/notFound(_:_:)`` for one that the run does not have.
    mutating func resolve(_ ids: [Finding.ID], by execution: Execution.ID?) throws {
        var resolved: [String] = []
        for id in ids {
            let values: ColumnValues = [
                ("resolved", true.sqlValue), ("resolved_at", now.sqlValue), ("fixed_by", execution.sqlValue),
            ]
            let known = try connection.find(Finding.self, where: "finding_id = \(id) AND run_id = \(head.id)")
            guard let known else { throw StateError.notFound(.finding, id.description) }
            if !known.resolved {
                try connection.update(Tables.findings, set: values, where: "finding_id = \(id)")
                count(.findings(known.severity, known.category, isResolved: false), -1)
                count(.findings(known.severity, known.category, isResolved: true))
                resolved.append(Tables.findings.document([("finding_id", id.sqlValue)] + values))
            }
        }
        if !resolved.isEmpty {
            try record(.findingsResolved, .run, head.id.description, ["findings": "[\(resolved.joined(separator: ","))]"])
        }
    }
}

extension Finding {
    /// A finding from what a check reported. Its fingerprint stays waived, should it be.
    init(
        _ draft: FindingDraft, id: ID, in execution: Execution.ID, _ identity: FindingIdentity, _ waiver: FindingWaiver?, at time: Timestamp
    ) {
        self.init(
            id: id, executionID: execution, severity: draft.severity, category: draft.category, title: draft.title,
            description: draft.description, evidence: draft.evidence, file: draft.file, line: draft.line, rule: draft.rule,
            suggestedFix: draft.suggestedFix, fingerprint: identity.fingerprint, ordinal: identity.ordinal, check: draft.check,
            resolved: false, createdAt: time, waivedAt: waiver?.time, waivedBy: waiver?.actor, waiveReason: waiver?.reason)
    }
}
