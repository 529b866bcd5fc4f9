package import OrchestratorModel

/// How long a run was carried out, from the events that begin and end that.
struct ActiveTime {
    private var ended = Duration.zero
    private var began: Timestamp?

    /// The kinds of events that it heeds.
    static let kinds: [Event.Kind] = [.runStarted, .runResumed, .runPaused, .runCompleted, .runFailed, .runAborted]

    mutating func note(_ kind: Event.Kind, at time: Timestamp) {
        if kind == .runStarted || kind == .runResumed {
            began = time
        } else if let start = began, Self.kinds.contains(kind) {
            ended += time - start
            began = nil
        }
    }

    func total(at now: Timestamp) -> Duration { began.map { ended + (max(now, $0) - $0) } ?? ended }
}

extension RunDocument {
    /// How long the run had been carried out at that time, as the events of the document tell.
    package func activeTime(at time: Timestamp) -> Duration {
        var active = ActiveTime()
        for event in events ?? [] { active.note(event.kind, at: event.time) }
        return active.total(at: time)
    }
}
