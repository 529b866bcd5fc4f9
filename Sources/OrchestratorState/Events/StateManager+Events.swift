internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The events of a run after the given number, in order.
    ///
    /// - Parameters:
    ///   - sequence: 0 for all.
    ///   - limit: At most that many.
    public func events(of run: Run.ID, after sequence: Int = 0, limit: Int = 1000) async throws -> [Event] {
        guard limit > 0 else { throw StateError.invalid([Violation("limit", "must be greater than 0")]) }
        return try await database.read { connection in
            try undamaged(.run, run.description) {
                try connection.all(
                    "\(Event.selection) WHERE run_id = \(run) AND sequence > \(sequence) ORDER BY sequence LIMIT \(limit)"
                ) { try Event(row: &$0) }
            }
        }
    }

    /// How long the run has been carried out since the given time, not counting when it was paused.
    public func activeTime(of run: Run.ID, since start: Timestamp? = nil) async throws -> Duration {
        let now = clock.now
        return try await database.read { connection in
            var active = ActiveTime()
            try connection.forEach(
                """
                SELECT kind, time FROM events WHERE run_id = \(run) AND kind IN (\(list: ActiveTime.kinds.map(\.rawValue))) ORDER BY sequence
                """
            ) { row in
                let kind: Event.Kind = try row.choice()
                active.note(kind, at: max(try row.time(), start ?? Timestamp(microsecondsSinceEpoch: .min)))
            }
            return active.total(at: now)
        }
    }
}
