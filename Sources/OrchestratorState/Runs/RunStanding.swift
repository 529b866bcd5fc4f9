internal import OrchestratorDatabase
internal import OrchestratorModel

/// What the events of a run give of its standing: of columns that steer who takes it, and that no event tells by their names.
struct RunStanding {
    /// Its status after the last event.
    private(set) var status: Run.Status?
    /// Since when it is in its status.
    private(set) var statusSince: Timestamp?
    /// How long it was in each status that it has left.
    private(set) var times = Tally()
    /// When the last question was answered for which it was paused; `nil` where a worker may not go on by itself.
    private(set) var answeredAt: Timestamp?
    private var pauseReason: String?
    private var pending: Set<String> = []
    /// The event that told that an answer lapsed unused.
    private var lapse: (sequence: Int, time: Timestamp)?

    /// The kinds of events that tell of it.
    static let kinds = Event.Kind.allCases.filter { $0.rawValue.hasPrefix("run.") || $0.rawValue.hasPrefix("intervention.") }

    /// Takes the next event of these kinds into account.
    mutating func apply(_ kind: Event.Kind, _ payload: JSONValue, sequence: Int, at time: Timestamp) {
        if kind.rawValue.hasPrefix("run."), let run = payload["run"] { applyRun(run, at: time) }
        var answersAll = false
        for document in (payload["intervention"].map { [$0] } ?? []) + (payload["interventions"]?.array ?? []) {
            guard let id = document["intervention_id"]?.string, let status = document["status"]?.string else { continue }
            if status == ManualIntervention.Status.pending.rawValue {
                pending.insert(id)
            } else if pending.remove(id) == nil, kind == .interventionExpired {
                lapse = (sequence, time)
            }
            answersAll = pending.isEmpty
        }
        switch kind {
        case .runPaused, .runResumed: answeredAt = nil
        case .interventionResolved:
            // What a person has paused waits for that person.
            let isAsked = pauseReason != nil && pauseReason != ManualIntervention.Reason.userRequested.rawValue
            if status == .paused, isAsked, answersAll { answeredAt = time }
        // The same question again, in the transaction in which its answer lapsed.
        case .interventionOpened: if let lapse, lapse == (sequence - 1, time) { answeredAt = nil }
        default: break
        }
    }

    private mutating func applyRun(_ run: JSONValue, at time: Timestamp) {
        if let reason = run["pause_reason"] { pauseReason = reason.string }
        guard let text = run["status"]?.string, let next = Run.Status(rawValue: text), next != status else { return }
        if let status, let statusSince { times.add(Int((time - statusSince).microseconds), to: .time(status)) }
        (status, statusSince) = (next, time)
    }
}

extension SQLConnection {
    /// What the events of a run give of its standing.
    func standing(of run: Run.ID) throws -> RunStanding {
        var standing = RunStanding()
        try forEach(
            """
            SELECT kind, payload, sequence, time FROM events
            WHERE run_id = \(run) AND kind IN (\(list: RunStanding.kinds.map(\.rawValue))) ORDER BY sequence
            """
        ) { row in
            let (kind, payload, sequence): (Event.Kind, JSONValue, Int) = (try row.choice(), try row.json(), try row.integer())
            standing.apply(kind, payload, sequence: sequence, at: try row.time())
        }
        return standing
    }
}
