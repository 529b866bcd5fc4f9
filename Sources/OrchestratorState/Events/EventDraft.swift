internal import OrchestratorDatabase
internal import OrchestratorModel

/// An event that is about to be written. Its payload is text from the start, so that it is rendered once, for the hash and for the row.
struct EventDraft {
    let run: Run.ID
    let sequence: Int
    let kind: Event.Kind
    let entity: EntityKind
    let entityID: String
    let actor: Actor
    /// Canonical JSON.
    let payload: String
    let previousHash: String
    let time: Timestamp

    /// SHA-256 over length-prefixed fields: the version of the scheme, run, sequence, previous hash, and the canonical text of the rest.
    var hash: String {
        let rest = rest
        var digest = Digest()
        digest.add(Digest.bytes(ofFields: ["1", run.description, String(sequence), previousHash], before: rest.count))
        digest.add(rest)
        return digest.text()
    }

    /// The other fields as one JSON object, its members ordered by their names.
    private var rest: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.utf8.count + 256)
        func write(_ name: StaticString, _ text: String) {
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
            JSONValue.write(text, into: &bytes)
        }
        write(#"{"actor_kind":"#, actor.kind.rawValue)
        write(#","actor_name":"#, actor.name)
        write(#","entity":"#, entity.rawValue)
        write(#","entity_id":"#, entityID)
        write(#","kind":"#, kind.rawValue)
        bytes.append(contentsOf: #","payload":"#.utf8)
        bytes.append(contentsOf: payload.utf8)
        write(#","time":"#, time.description)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// The row of the event, in the order of ``Event/values``.
    func values(hash: String) -> [SQLValue] {
        [
            run.sqlValue, sequence.sqlValue, .choice(kind), .choice(entity), .text(entityID), .choice(actor.kind), .text(actor.name),
            .text(payload), .text(previousHash), .text(hash), time.sqlValue,
        ]
    }
}
