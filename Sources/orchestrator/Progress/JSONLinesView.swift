import AgentOrchestrator

/// Prints the events of a run as they are written, one a line.
struct JSONLinesView: RunView {
    let state: StateManager
    let run: Run.ID
    private var last = 0

    init(state: StateManager, run: Run.ID) {
        self.state = state
        self.run = run
    }

    mutating func show(_ activity: Activity) async {
        if activity == .changed { await printNew() }
    }

    mutating func tick() async { await printNew() }

    mutating func finish() async { await printNew() }

    private mutating func printNew() async {
        while let events = try? await state.events(of: run, after: last), let newest = events.last {
            for event in events {
                try? JSONOutput.writeLine(event)
            }
            last = newest.sequence
        }
    }
}
