internal import OrchestratorDatabase
internal import OrchestratorModel

extension Event: StoredEntity {
    static var table: TableDefinition { Tables.events }

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

    /// An event after the given one, with its hash.
    ///
    /// The hash is SHA-256 over length-prefixed fields: the version of the scheme, run, sequence, previous hash, and the canonical text of
    /// the rest.
    static func next(
        after previous: (sequence: Int, hash: String), of run: Run.ID, _ kind: Kind, entity: EntityKind, id: String, actor: Actor,
        payload: JSONValue, time: Timestamp
    ) -> Event {
        let sequence = previous.sequence + 1
        let rest: JSONValue = [
            "kind": .string(kind.rawValue), "entity": .string(entity.rawValue), "entity_id": .string(id),
            "actor_kind": .string(actor.kind.rawValue), "actor_name": .string(actor.name), "payload": payload,
            "time": .string(time.description),
        ]
        let hash = Digest.text(ofFields: ["1", run.description, String(sequence), previous.hash, rest.canonicalText])
        return Event(
            runID: run, sequence: sequence, kind: kind, entity: entity, entityID: id, actor: actor, payload: payload,
            previousHash: previous.hash, hash: hash, time: time)
    }
}
