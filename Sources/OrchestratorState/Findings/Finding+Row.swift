internal import OrchestratorDatabase
internal import OrchestratorModel

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
