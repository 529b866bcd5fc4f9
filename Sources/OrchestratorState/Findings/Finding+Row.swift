internal import OrchestratorDatabase
internal import OrchestratorModel

extension Finding {
    /// The condition of the findings of a run: no index holds them, but one those of each execution.
    static func condition(ofRun run: Run.ID) -> SQLStatement { "execution_id IN (SELECT execution_id FROM executions WHERE run_id = \(run))" }

    /// The condition of the findings that share a fingerprint: the index holds the beginnings, which are hardly ever those of two.
    static func condition(ofFingerprint fingerprint: String, in table: String) -> SQLStatement {
        let beginning = String(fingerprint.prefix(16))
        // SQLite would put an equal value in the place of the column everywhere, and not know the expression of the index again.
        return """
            substr(\(raw: table).fingerprint, 1, 16) = \(beginning)
                AND \(raw: table).fingerprint BETWEEN \(fingerprint) AND \(fingerprint)
            """
    }
}

extension Finding: StoredEntity {
    static var table: TableDefinition { Tables.findings }
    static var entityKind: EntityKind { .finding }

    init(row: inout SQLRow) throws {
        self.init(
            id: try row.identifier(), executionID: try row.identifier(), severity: try row.choice(), category: try row.choice(),
            title: try row.text(), description: try row.text(), evidence: try row.text(), file: try row.optionalText(),
            line: try row.optionalInteger(), rule: try row.optionalText(), suggestedFix: try row.optionalText(),
            fingerprint: try row.text(), ordinal: try row.integer(), check: try row.text(), resolved: try row.boolean(),
            createdAt: try row.time(), resolvedAt: try row.optionalTime(), fixedBy: try row.optionalIdentifier(),
            waivedAt: try row.optionalTime(), waivedBy: try row.optionalText(), waiveReason: try row.optionalText())
    }

    var values: [SQLValue] {
        [
            id.sqlValue, executionID.sqlValue, .choice(severity), .choice(category), .text(title), .text(description),
            .text(evidence), file.sqlValue, line.sqlValue, rule.sqlValue, suggestedFix.sqlValue, .text(fingerprint),
            ordinal.sqlValue, .text(check), resolved.sqlValue, createdAt.sqlValue, resolvedAt.sqlValue,
            fixedBy.sqlValue, waivedAt.sqlValue, waivedBy.sqlValue, waiveReason.sqlValue,
        ]
    }
}

extension SQLConnection {
    /// The identities of an execution's findings, in their order.
    ///
    /// There may be a million. They are put in order here, in the place that they have: an engine would sort rows in memory of its own.
    func findingIDs(of execution: Execution.ID) throws -> [Finding.ID] {
        var ids: [Finding.ID] = []
        ids.reserveCapacity(try findingCount(of: execution))
        try forEach("SELECT finding_id FROM findings WHERE execution_id = \(execution)") { ids.append(try $0.identifier()) }
        ids.sort()
        return ids
    }

    /// How many findings an execution has. A look at an index.
    func findingCount(of execution: Execution.ID) throws -> Int {
        try first("SELECT COUNT(*) FROM findings WHERE execution_id = \(execution)") { try $0.integer() } ?? 0
    }

    /// Those findings, in the order of their identities.
    func findings(_ ids: some Sequence<Finding.ID>) throws -> [Finding] {
        let ids = Array(ids)
        return ids.isEmpty ? [] : try findAll(Finding.self, where: "finding_id IN (\(list: ids))", orderedBy: "finding_id")
    }

    /// The findings of a run by their executions, each list in the order of identities.
    ///
    /// They are put in order here: an engine copies rows whole to sort them, which takes longer than reading them.
    func findingsByExecution(of run: Run.ID) throws -> [Execution.ID: [Finding]] {
        var findings: [Execution.ID: [Finding]] = [:]
        try forEach("\(Finding.selection) WHERE \(Finding.condition(ofRun: run))") { row in
            let finding = try Finding(row: &row)
            findings[finding.executionID, default: []].append(finding)
        }
        // In their places: no list is copied.
        var index = findings.startIndex
        while index < findings.endIndex {
            findings.values[index].sort { $0.id < $1.id }
            findings.formIndex(after: &index)
        }
        return findings
    }
}
