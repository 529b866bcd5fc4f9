internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The events of a run after the given number, in order.
    ///
    /// - Parameters:
    ///   - sequence: 0 for all.
    ///   - limit: At most that many.
    /// - Returns: Empty where there is no such run, and where nothing has happened since: ask again after the last number.
    /// - Throws: ``StateError/invalid(_:)`` for a limit that is not greater than 0; ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek, and the events that are given back.
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

    /// The newest event about an entity of a run; `nil` where there is none.
    ///
    /// - Complexity: Reads the events since then.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func lastEvent(of run: Run.ID, about entity: String) async throws -> Event? {
        try await database.read { connection in
            try undamaged(.run, run.description) {
                try connection.first(
                    "\(Event.selection) WHERE run_id = \(run) AND entity_id = \(entity) ORDER BY sequence DESC LIMIT 1"
                ) { try Event(row: &$0) }
            }
        }
    }

    /// How long the run has been carried out since the given time, not counting when it was paused.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Reads the times of those events of the run that begin or end work.
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
