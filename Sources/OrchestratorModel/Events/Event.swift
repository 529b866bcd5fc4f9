/// One line of the append-only history of a run.
public struct Event: Hashable, Sendable, Codable {
    /// The run.
    public let runID: Run.ID
    /// 1, 2, 3 … in the order of commits, without gaps.
    public let sequence: Int
    /// What happened.
    public let kind: Kind
    /// The entity it happened to.
    public let entity: EntityKind
    /// The identity of that entity.
    public let entityID: String
    /// Who did it.
    public let actor: Actor
    /// The columns that changed, by entity: replaying them gives the state.
    public let payload: JSONValue
    /// The hash of the event before; 64 zeros for the first.
    public let previousHash: String
    /// SHA-256 over this event, hexadecimal.
    public let hash: String
    /// When it happened.
    public let time: Timestamp

    /// An event from its parts.
    public init(
        runID: Run.ID, sequence: Int, kind: Kind, entity: EntityKind, entityID: String, actor: Actor, payload: JSONValue,
        previousHash: String, hash: String, time: Timestamp
    ) {
        self.runID = runID
        self.sequence = sequence
        self.kind = kind
        self.entity = entity
        self.entityID = entityID
        self.actor = actor
        self.payload = payload
        self.previousHash = previousHash
        self.hash = hash
        self.time = time
    }

    enum CodingKeys: String, CodingKey {
        case sequence, kind, entity, actor, payload, hash, time
        case runID = "run_id"
        case entityID = "entity_id"
        case previousHash = "previous_hash"
    }
}
