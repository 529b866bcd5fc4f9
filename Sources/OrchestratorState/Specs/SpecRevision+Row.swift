internal import OrchestratorDatabase
internal import OrchestratorModel

extension SpecRevision: StoredEntity {
    static var table: TableDefinition { Tables.specRevisions }
    static var entityKind: EntityKind { .specRevision }

    init(row: inout SQLRow) throws {
        self.init(
            phaseID: try row.identifier(), revision: try row.integer(), artifactID: try row.identifier(), sha256: try row.text(),
            author: try row.text(), createdAt: try row.time())
    }

    var values: [SQLValue] {
        [phaseID.sqlValue, revision.sqlValue, artifactID.sqlValue, .text(sha256), .text(author), createdAt.sqlValue]
    }
}
