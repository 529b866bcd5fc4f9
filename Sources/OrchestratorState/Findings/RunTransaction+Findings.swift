internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// Adds findings to an execution. One that is recorded already under its fingerprint and ordinal is given back as it is.
    mutating func add(_ drafts: [FindingDraft], to execution: Execution) throws -> [Finding] {
        var (findings, added): ([Finding], [String]) = ([], [])
        var texts: [String] = []
        // Within one millisecond identifiers are in no order; that of the report is the order in which findings are given back.
        let ids = drafts.map { _ in Finding.ID(at: now) }.sorted()
        for (index, (draft, identity)) in zip(drafts, FindingIdentity.identities(of: drafts)).enumerated() {
            let finding = Finding(draft, id: ids[index], in: execution.id, identity, at: now)
            if let known = try known(finding) {
                findings.append(known)
                continue
            }
            try connection.insert(finding, hidden: [head.id.sqlValue, execution.phaseID.sqlValue])
            findings.append(finding)
            added.append(finding.document)
            count(.findings(finding.severity, finding.category, isResolved: false))
            texts += finding.searchedTexts
        }
        if !added.isEmpty {
            try makeFindable(by: texts)
            try record(.findingsAdded, .execution, execution.id.description, ["findings": "[\(added.joined(separator: ","))]"])
        }
        return findings
    }

    private func known(_ finding: Finding) throws -> Finding? {
        try connection.find(
            Finding.self,
            where: """
                execution_id = \(finding.executionID) AND fingerprint = \(finding.fingerprint) AND ordinal = \(finding.ordinal)
                """)
    }

    /// Marks findings as resolved; those that are already stay as they are.
    ///
    /// - Throws: ``StateError/notFound(_:_:)`` for one that the run does not have.
    mutating func resolve(_ ids: [Finding.ID]) throws {
        var resolved: [String] = []
        for id in ids {
            let values: ColumnValues = [("resolved", true.sqlValue), ("resolved_at", now.sqlValue)]
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
    /// A finding from what a check reported.
    init(_ draft: FindingDraft, id: ID, in execution: Execution.ID, _ identity: FindingIdentity, at time: Timestamp) {
        self.init(
            id: id, executionID: execution, severity: draft.severity, category: draft.category, title: draft.title,
            description: draft.description, evidence: draft.evidence, file: draft.file, line: draft.line, rule: draft.rule,
            suggestedFix: draft.suggestedFix, fingerprint: identity.fingerprint, ordinal: identity.ordinal, check: draft.check,
            resolved: false,
            createdAt: time)
    }
}
