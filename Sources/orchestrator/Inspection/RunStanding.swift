import AgentOrchestrator

/// How a run stands right now: what `status` and `explain` tell from.
struct RunStanding {
    let run: Run
    let phases: [Phase]
    /// The latest pass at the current phase.
    let execution: Execution?
    /// The process that carries the run out.
    let holder: LeaseHolder?
    /// The run that is carried out in its working tree instead; `nil` where none is, or where nobody asked.
    let occupant: (run: Run.ID, holder: LeaseHolder)?
    /// The questions that wait for an answer.
    let questions: [ManualIntervention]
    /// What was answered last, unless it has been used, or the run was paused again since.
    let answer: ManualIntervention?
    /// How the passes at the current phase went; `nil` where no phase is current, or where nobody asked.
    let convergence: Convergence?
    /// The heaviest findings that stand in its way.
    let blocking: [TrackedFinding]
    let now: Timestamp

    /// - Parameter explaining: Whether what became of findings is looked up too.
    init(_ run: Run, in state: StateManager, explaining: Bool = false) async throws {
        self.run = run
        phases = try await state.phases(of: run.id)
        let isOpen = !Run.transitions.isFinal(run.status)
        if isOpen, let phase = run.currentPhaseID {
            execution = try await state.latestExecution(of: phase)
        } else {
            execution = nil
        }
        holder = isOpen ? try await state.holder(of: run.id) : nil
        occupant = explaining && isOpen && holder == nil ? try await state.occupant(besides: run.id) : nil
        let asked = isOpen ? try await state.interventions(of: run.id) : []
        questions = asked.filter { $0.status == .pending }
        let waiting = asked.last { $0.status == .resolved && $0.consumedBy == nil }
        answer = if let waiting, try await Self.isPaused(run, since: waiting, state) { nil } else { waiting }
        now = state.clock.now
        if explaining, isOpen, let id = run.currentPhaseID, let phase = phases.first(where: { $0.id == id }) {
            convergence = try await state.convergence(of: id)
            blocking = try await state.trackedFindings(
                TrackedFindingFilter(run: run.id, phaseNumber: phase.number, states: TrackedFinding.State.unresolved, limit: Self.blockingLimit)
            ).findings
        } else {
            convergence = nil
            blocking = []
        }
    }

    /// Whether the run was paused after the answer: that is not why it goes on, then.
    private static func isPaused(_ run: Run, since answer: ManualIntervention, _ state: StateManager) async throws -> Bool {
        guard run.status == .paused, let last = try await state.lastEvent(of: run.id, about: run.id.description) else { return false }
        return (last.kind == .runPaused || last.kind == .leaseReleased) && last.time > answer.resolvedAt ?? answer.createdAt
    }

    private static let blockingLimit = 3

    /// The phase that was started last, unless the run has ended.
    var phase: Phase? {
        Run.transitions.isFinal(run.status) ? nil : phases.first { $0.id == run.currentPhaseID }
    }

    /// The form that `status --json` prints.
    func json() throws -> JSONValue {
        [
            "run": try JSONOutput.value(run), "phase": try phase.map(JSONOutput.value) ?? .null,
            "execution": try execution.map(JSONOutput.value) ?? .null, "holder": try holder.map(JSONOutput.value) ?? .null,
            "interventions": .array(try questions.map(JSONOutput.value)),
        ]
    }
}
