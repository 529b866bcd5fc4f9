import AgentOrchestrator

/// Prints the events of a run as they are written, until the run has ended.
struct EventFollowing {
    let state: StateManager
    let run: Run.ID
    let json: Bool

    func follow(after start: Int) async throws {
        var last = start
        var lines = EventLines(state: state, run: run)
        while true {
            // Asked before the events: what ended the run is among those that are read next.
            let hasEnded = try await hasEnded()
            let events = try await state.events(of: run, after: last)
            for event in events {
                if json {
                    try JSONOutput.writeLine(event)
                } else {
                    try await lines.print(event)
                }
            }
            last = events.last?.sequence ?? last
            // What comes would be lost as well.
            if OutputLoss.hasHappened { return }
            guard events.isEmpty else { continue }
            if hasEnded { return }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Whether nothing more is to come: the worker that ended the run gives its lease back after that, which is an event too.
    private func hasEnded() async throws -> Bool {
        guard let run = try await state.run(run) else { return true }
        guard Run.transitions.isFinal(run.status) else { return false }
        return try await state.holder(of: run.id) == nil
    }
}
