internal import OrchestratorDatabase
internal import OrchestratorModel

extension ManualIntervention: StoredEntity {
    static var table: TableDefinition { Tables.interventions }
    static var entityKind: EntityKind { .intervention }

    init(row: inout SQLRow) throws {
        self.init(
            id: try row.identifier(), phaseID: try row.identifier(), reason: try row.choice(), status: try row.choice(),
            action: try row.optionalChoice(), actor: try row.optionalText(), notes: try row.optionalText(),
            expiresAt: try row.optionalTime(), consumedBy: try row.optionalIdentifier(), createdAt: try row.time(),
            resolvedAt: try row.optionalTime())
    }

    var values: [SQLValue] {
        [
            id.sqlValue, phaseID.sqlValue, .choice(reason), .choice(status), .choice(action), actor.sqlValue, notes.sqlValue,
            expiresAt.sqlValue, consumedBy.sqlValue, createdAt.sqlValue, resolvedAt.sqlValue,
        ]
    }
}
