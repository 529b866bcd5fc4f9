internal import OrchestratorDatabase
internal import OrchestratorModel

extension Event: StoredEntity {
    static var table: TableDefinition { Tables.events }
    static var entityKind: EntityKind { .event }

    init(row: inout SQLRow) throws {
        self.init(
            runID: try row.identifier(), sequence: try row.integer(), kind: try row.choice(), entity: try row.choice(),
            entityID: try row.text(), actor: Actor(try row.choice(), try row.text()), payload: try row.json(),
            previousHash: try row.text(), hash: try row.text(), time: try row.time())
    }

    var values: [SQLValue] {
        [
            runID.sqlValue, sequence.sqlValue, .choice(kind), .choice(entity), .text(entityID), .choice(actor.kind),
            .text(actor.name), .json(payload), .text(previousHash), .text(hash), time.sqlValue,
        ]
    }

    /// The hash of the event before the first.
    static let noHash = String(repeating: "0", count: 64)
}
