import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Invariant 3: from each status to each other one, by the operations that do it.
@Suite(.everyEngine) struct TransitionTests {
    private static let runs = Run.Status.allCases.flatMap { from in Run.Status.allCases.map { (from, $0) } }
    private static let phases = Phase.Status.allCases.flatMap { from in Phase.Status.allCases.map { (from, $0) } }
    private static let executions = Execution.Status.allCases.flatMap { from in Execution.Status.allCases.map { (from, $0) } }

    /// Whether the error is about that change and names what is legal instead.
    private static func isIllegal<Status: RawRepresentable<String>>(
        _ error: StateError, _ kind: EntityKind, _ from: Status, _ to: Status, _ legal: [Status]
    ) -> Bool {
        guard case .illegalTransition(let transition) = error else { return false }
        return transition.kind == kind && transition.from == from.rawValue && transition.to == to.rawValue
            && transition.legal == legal.map(\.rawValue)
    }

    @Test(arguments: runs.filter { $0.1 != .planning })
    func changesARunAlongTheTableOnly(_ from: Run.Status, _ to: Run.Status) async throws {
        let store = try await Store()
        let state = store.state
        let run = try await state.createRun(.sample(phases: 0)).run.id
        if from != .planning { try await Self.move(run, .planning, to: .executing, state) }
        if from != .planning, from != .executing { try await Self.move(run, .executing, to: from, state) }
        if Run.transitions.allows(from, to: to) {
            try await Self.move(run, from, to: to, state)
            #expect(try await state.run(run)?.status == to)
            #expect(try await (state.run(run)?.completedAt != nil) == Run.transitions.isFinal(to))
        } else {
            try await store.expectRefusal(of: run, { Self.isIllegal($0, .run, from, to, Run.transitions.successors(of: from)) }) {
                try await Self.move(run, from, to: to, state)
            }
        }
    }

    private static func move(_ run: Run.ID, _ from: Run.Status, to: Run.Status, _ state: StateManager) async throws {
        switch to {
        case .executing where from == .paused: try await state.resumeRun(run)
        case .planning, .executing: try await state.startRun(run)
        case .paused: try await state.pauseRun(run, reason: .userRequested)
        case .completed: try await state.completeRun(run)
        case .failed: try await state.failRun(run, message: "it can't go on")
        case .aborted: try await state.abortRun(run)
        }
    }

    @Test(arguments: phases.filter { $0.1 != .pending })
    func changesAPhaseAlongTheTableOnly(_ from: Phase.Status, _ to: Phase.Status) async throws {
        let store = try await Store()
        let state = store.state
        let (run, phases) = try await store.executing()
        let phase = phases[0]
        if from == .skipped {
            try await Self.move(phase, .failed, to: .skipped, after: [.inProgress, .failed], state)
        } else if from != .pending {
            try await Self.move(phase, .pending, to: .inProgress, after: [], state)
            if from != .inProgress { try await Self.move(phase, .inProgress, to: from, after: [], state) }
        }
        if from == .pending, to == .skipped { try await state.pauseRun(run, reason: .userRequested) }
        if Phase.transitions.allows(from, to: to) {
            try await Self.move(phase, from, to: to, after: [], state)
            #expect(try await state.phase(phase)?.status == to)
            #expect(try await (state.phase(phase)?.completedAt != nil) == (to != .inProgress))
        } else {
            try await store.expectRefusal(of: run, { Self.isIllegal($0, .phase, from, to, Phase.transitions.successors(of: from)) }) {
                try await Self.move(phase, from, to: to, after: [], state)
            }
        }
    }

    private static func move(
        _ phase: Phase.ID, _ from: Phase.Status, to: Phase.Status, after earlier: [Phase.Status], _ state: StateManager
    ) async throws {
        for status in earlier { try await move(phase, .pending, to: status, after: [], state) }
        switch to {
        case .inProgress where from == .inProgress: try await state.retryPhase(phase)
        case .pending, .inProgress: try await state.startPhase(phase)
        case .completed: try await state.completePhase(phase)
        case .failed: try await state.failPhase(phase)
        case .skipped: try await state.skipPhase(phase)
        }
    }

    @Test func retriesOnlyAPhaseInProgress() async throws {
        let store = try await Store()
        let (run, phases) = try await store.executing()
        try await store.expectRefusal(of: run, { Self.isIllegal($0, .phase, Phase.Status.pending, .inProgress, [.inProgress, .skipped]) }) {
            try await store.state.retryPhase(phases[0])
        }
    }

    @Test(arguments: executions.filter { $0.1 != .running })
    func changesAnExecutionAlongTheTableOnly(_ from: Execution.Status, _ to: Execution.Status) async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        if from != .running { try await Self.move(execution, to: from, store.state) }
        if Execution.transitions.allows(from, to: to) {
            try await Self.move(execution, to: to, store.state)
            let ended = try #require(await store.state.execution(execution))
            #expect(ended.status == to)
            #expect(ended.verification == (to == .completed ? .pending : .notRun))
            #expect(ended.completedAt != nil)
        } else {
            try await store.expectRefusal(of: run, { Self.isIllegal($0, .execution, from, to, Execution.transitions.successors(of: from)) }) {
                try await Self.move(execution, to: to, store.state)
            }
        }
    }

    private static func move(_ execution: Execution.ID, to: Execution.Status, _ state: StateManager) async throws {
        let result = ExecutionResult(exitStatus: 0)
        switch to {
        case .running, .completed: try await state.completeExecution(execution, result)
        case .failed: try await state.failExecution(execution, result, phase: .retry)
        case .interrupted: try await state.interruptExecution(execution, result)
        }
    }

    @Test(arguments: [ManualIntervention.Status.resolved, .expired])
    func answersAQuestionOnce(_ from: ManualIntervention.Status) async throws {
        let store = try await Store()
        let (run, _, question) = try await store.asking(expiresAt: store.clock.now + .seconds(60))
        if from == .resolved {
            try await store.state.resolveIntervention(question, .resume)
        } else {
            store.clock.advance(by: .seconds(61))
            #expect(try await store.state.expireInterventions() == [question])
        }
        #expect(try await store.state.intervention(question)?.status == from)
        try await store.expectRefusal(of: run, \.isConflict) {
            try await store.state.resolveIntervention(question, .resume)
        }
        #expect(try await store.state.expireInterventions() == [])
    }

    @Test func startsNothingInARunThatIsNotCarriedOut() async throws {
        let store = try await Store()
        let planned = try await store.state.createRun(.sample()).run.id
        let waiting = try await store.state.phases(of: planned)[0].id
        try await store.expectRefusal(of: planned, \.isConflict) { try await store.state.startPhase(waiting) }
        let (run, phase) = try await store.started()
        try await store.state.pauseRun(run, reason: .userRequested)
        try await store.expectRefusal(of: run, \.isConflict) { try await store.startExecution(of: phase) }
    }

    @Test func leavesOutAPendingPhaseOnlyWhileItsRunIsPaused() async throws {
        let store = try await Store()
        let (run, phases) = try await store.executing()
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.skipPhase(phases[0]) }
    }

    @Test func completesNoRunWithAPhaseThatIsOpen() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started(phases: 1)
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.completeRun(run) }
        try await store.state.completePhase(phase)
        try await store.state.completeRun(run)
    }
}
