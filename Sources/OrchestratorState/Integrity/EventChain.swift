internal import OrchestratorDatabase
internal import OrchestratorModel

/// Walks the history of a run link by link, and replays it as far as it can be trusted.
struct EventChain {
    let run: Run.ID
    private(set) var replay: RunReplay
    /// The number of events that are as they were written.
    private(set) var count = 0
    private(set) var lastHash = Event.noHash
    /// What is wrong with the first link that is.
    private(set) var breach: (sequence: Int, problem: String)?
    /// How often each phase was retried since its retries were last granted anew.
    private(set) var retries: [String: Int] = [:]
    private(set) var claims = 0
    /// Gets what is told of findings; they are not part of the replay then.
    private let findings: FindingAudit

    init(of run: Run.ID, findings: FindingAudit) {
        self.run = run
        self.findings = findings
        replay = RunReplay(of: run)
    }

    private static let columns = [
        "sequence", "kind", "entity", "entity_id", "actor_kind", "actor_name", "payload", "previous_hash", "hash", "time",
    ]

    /// Reads the history from its beginning to its end, or to the first link that is not what was written: after it nothing is believed.
    ///
    /// One event is in memory at a time.
    mutating func follow(_ connection: any SQLConnection) throws {
        while breach == nil {
            // Each by a query of its own: meanwhile others ask for what it tells of.
            let next = try connection.first(
                """
                SELECT \(raw: Self.columns.joined(separator: ", "))
                FROM events WHERE run_id = \(run) AND sequence > \(count) ORDER BY sequence LIMIT 1
                """
            ) { row in try Self.columns.map { _ in try row.next() } }
            guard let next else { return }
            var row = SQLRow(values: next, names: Self.columns)
            try follow(&row)
        }
    }

    private mutating func follow(_ row: inout SQLRow) throws {
        do {
            try link(&row)
        } catch let error as SQLRowError {
            breach = (count + 1, "event \(count + 1) can't be read: \(error)")
        } catch let error as StateError {
            breach = (count + 1, "event \(count + 1) can't be replayed: \(error)")
        }
    }

    private mutating func link(_ row: inout SQLRow) throws {
        let expected = count + 1
        let sequence = try row.integer()
        guard sequence == expected else {
            breach = (expected, "event \(expected) is missing: \(sequence) follows \(count)")
            return
        }
        let (kind, entity, entityID): (Event.Kind, EntityKind, String) = (try row.choice(), try row.choice(), try row.text())
        let actor = Actor(try row.choice(), try row.text())
        // The text as it is stored is what was hashed: reading and writing it anew could hide a change.
        let (payload, previous, hash, time) = (try row.text(), try row.text(), try row.text(), try row.time())
        guard previous == lastHash else {
            breach = (sequence, "event \(sequence) does not hold the hash of the one before")
            return
        }
        let draft = EventDraft(
            run: run, sequence: sequence, kind: kind, entity: entity, entityID: entityID, actor: actor, payload: payload,
            previousHash: previous, time: time)
        guard draft.hash == hash else {
            breach = (sequence, "event \(sequence) is not what was hashed when it was written")
            return
        }
        guard var document = try? JSONValue(text: payload) else {
            breach = (sequence, "the payload of event \(sequence) is no JSON")
            return
        }
        var told: [JSONValue] = []
        if case .object(var members) = document {
            told = FindingAudit.takeFindings(from: &members)
            document = .object(members)
        }
        let event = Event(
            runID: run, sequence: sequence, kind: kind, entity: entity, entityID: entityID, actor: actor, payload: document,
            previousHash: previous, hash: hash, time: time)
        try replay.apply(event)
        for finding in told { try findings.compare(finding, event: sequence) }
        count(event)
        (count, lastHash) = (sequence, hash)
    }

    private mutating func count(_ event: Event) {
        if event.kind == .leaseClaimed { claims += 1 }
        let phases = (event.payload["phase"].map { [$0] } ?? []) + (event.payload["phases"]?.array ?? [])
        for phase in phases {
            guard let id = phase["phase_id"]?.string, let told = phase["retry_count"]?.integer else { continue }
            // A retry counts one more; whatever else tells the count sets it: the beginning, a fork, the answer of a human.
            retries[id] = event.kind == .phaseRetried ? (retries[id] ?? 0) + 1 : Int(told)
        }
    }
}
