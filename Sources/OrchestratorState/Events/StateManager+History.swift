internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// A whole run as it was after one of its events, found by replaying them.
    ///
    /// Two things are told by no event and stay unknown: until when a lease was good, and what has become of the files of artifacts since.
    /// - Parameters:
    ///   - sequence: The number of the event; the last one gives the run as it is now.
    ///   - includingEvents: Whether the events up to there are part of the document.
    /// - Returns: `nil` where there is no such run.
    /// - Throws: ``StateError/notFound(_:_:)`` where the run has no event of that number; ``StateError/damaged(_:_:problem:)``.
    /// - Complexity: Reads the events up to there, from one snapshot.
    public func document(of id: Run.ID, at sequence: Int, includingEvents: Bool = false) async throws -> RunDocument? {
        try await replayed(id, at: sequence, includingEvents: includingEvents)?.document
    }

    /// The same without its findings, so that the run fits into memory however many there are, and the numbers of the events with which executions began.
    func outline(of id: Run.ID, at sequence: Int) async throws -> (document: RunDocument, beginnings: [Execution.ID: Int])? {
        try await replayed(id, at: sequence, includingFindings: false)
    }

    private func replayed(
        _ id: Run.ID, at sequence: Int, includingEvents: Bool = false, includingFindings: Bool = true
    ) async throws -> (document: RunDocument, beginnings: [Execution.ID: Int])? {
        try await database.read { connection in
            try undamaged(.event, "history of run \(id.short)") {
                guard let head = try connection.first(RunHead.query(id, in: connection.dialect), { try RunHead(row: &$0) }) else { return nil }
                guard (1...max(1, head.lastEvent)).contains(sequence) else {
                    throw StateError.notFound(.event, "\(sequence) of run \(id.short): its events are 1 to \(head.lastEvent)")
                }
                var replay = RunReplay(of: id)
                var events: [Event] = []
                let query: SQLStatement = "\(Event.selection) WHERE run_id = \(id) AND sequence <= \(sequence) ORDER BY sequence"
                try connection.forEach(query) { row in
                    let event = try Event(row: &row)
                    guard includingFindings else { return try replay.apply(event.withoutFindings) }
                    try replay.apply(event)
                    if includingEvents { events.append(event) }
                }
                guard replay.sequence == sequence else {
                    throw StateError.damaged(
                        .event, "history of run \(id.short)", problem: "event \(replay.sequence + 1) is missing: 'orchestrator db verify' says more")
                }
                var document = try replay.document()
                if includingEvents { document.events = events }
                return (document, replay.beginnings)
            }
        }
    }
}

extension Event {
    /// The event without what it tells of findings.
    fileprivate var withoutFindings: Event {
        guard case .object(var members) = payload else { return self }
        _ = FindingAudit.takeFindings(from: &members)
        return Event(
            runID: runID, sequence: sequence, kind: kind, entity: entity, entityID: entityID, actor: actor, payload: .object(members),
            previousHash: previousHash, hash: hash, time: time)
    }
}
