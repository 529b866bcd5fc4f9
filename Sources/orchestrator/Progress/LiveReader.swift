import AgentOrchestrator

/// Reads from the store what a live view shows.
struct LiveReader {
    let state: StateManager
    let run: Run.ID
    /// Phases that are completed or skipped stay so: they are read once.
    private var ended: [Phase.ID: LivePhase] = [:]

    init(state: StateManager, run: Run.ID) {
        self.state = state
        self.run = run
    }

    mutating func read() async throws -> LiveSnapshot {
        guard let run = try await state.run(run) else { throw StateError.notFound(.run, self.run.description) }
        var phases: [LivePhase] = []
        for phase in try await state.phases(of: run.id) { phases.append(try await read(phase)) }
        return LiveSnapshot(
            title: run.title, run: run.id.short, status: run.status, phases: phases, active: try await state.activeTime(of: run.id),
            readAt: ContinuousClock().now)
    }

    private mutating func read(_ phase: Phase) async throws -> LivePhase {
        if let known = ended[phase.id] { return known }
        var result = LivePhase(number: phase.number, title: phase.title, status: phase.status)
        guard phase.status != .pending else { return result }
        let executions = try await state.executions(of: phase.id)
        result.passes = executions.count
        if let verified = executions.last(where: { $0.verification == .passed || $0.verification == .blocked }) {
            result.findings = try await state.findingCounts(FindingFilter(execution: verified.id, resolved: false))
        }
        if let start = phase.startedAt {
            let since = try await state.activeTime(of: run, since: start)
            result.active = since
            if let end = phase.completedAt { result.active = since - (try await state.activeTime(of: run, since: end)) }
        }
        if result.isEnded { ended[phase.id] = result }
        return result
    }
}
