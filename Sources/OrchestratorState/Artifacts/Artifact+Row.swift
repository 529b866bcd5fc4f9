internal import OrchestratorDatabase
internal import OrchestratorModel

extension Artifact: StoredEntity {
    static var table: TableDefinition { Tables.artifacts }
    static var entityKind: EntityKind { .artifact }

    init(row: inout SQLRow) throws {
        self.init(
            id: try row.identifier(), runID: try row.identifier(), phaseID: try row.optionalIdentifier(),
            executionID: try row.optionalIdentifier(), type: try row.choice(), path: try row.text(), sha256: try row.optionalText(),
            sizeBytes: try row.optionalInteger(), mediaType: try row.text(), content: try row.choice(), metadata: try row.json(),
            createdAt: try row.time())
    }

    var values: [SQLValue] {
        [
            id.sqlValue, runID.sqlValue, phaseID.sqlValue, executionID.sqlValue, .choice(type), .text(path), sha256.sqlValue,
            sizeBytes.sqlValue, .text(mediaType), .choice(content), .json(metadata), createdAt.sqlValue,
        ]
    }
}
