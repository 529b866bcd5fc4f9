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
            let hasEnded = try await state.run(run).map { Run.transitions.isFinal($0.status) } ?? true
            let events = try await state.events(of: run, after: last)
            for event in events {
                if json {
                    try JSONOutput.writeLine(event)
                } else {
                    try await lines.print(event)
                }
            }
            last = events.last?.sequence ?? last
            guard events.isEmpty else { continue }
            if hasEnded { return }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
