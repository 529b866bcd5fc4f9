internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

/// One lease of a run, from claiming to releasing it: the steps, one after the other, next to the heartbeat that keeps the lease.
struct RunSession: Sendable {
    let engine: RunEngine
    let lease: Lease
    let stop: StopSignal

    var state: StateManager { engine.state }
    var run: Run.ID { lease.run }

    /// Carries the run out until there is nothing more to do for this process.
    func carryOut() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await Heartbeat(session: self).beat() }
            do {
                try await stop.cancelling { try await work() }
            } catch {
                // What was cut short by a stop is no error of its own.
                guard stop.cause != nil else { throw error }
            }
            // The work is over, but the lease is still needed for what is written last.
            try await afterStop()
            group.cancelAll()
        }
    }

    private func work() async throws {
        guard let run = try await state.run(run) else { throw StateError.notFound(.run, self.run.description) }
        try await state.expireInterventions(of: run.id)
        try await endLeftovers()
        let workspace = try await Workspace.prepare(for: run, session: self)
        let checks = CheckPlan.checks(of: engine.configuration.verification)
        if !checks.skipped.isEmpty {
            engine.report(.notice("no command is configured for: \(checks.skipped.joined(separator: ", "))"))
        }
        while stop.cause == nil {
            guard try await state.run(run.id)?.status == .executing else { return }
            let step = try await nextStep()
            guard try await take(step, in: workspace) else { return }
        }
    }

    /// Two agents in one working tree can't be fenced, so that one run at a time works there, whatever directory of it, or link to it, each was
    /// given. A worker does not claim one where another is carried out; a run that is named is claimed all the same. What runs have left there
    /// whose processes died is ended.
    ///
    /// - Parameter top: The top of the working tree, without links.
    /// - Returns: Whether something was ended there, which may have changed the working tree until now.
    func enterCheckout(_ top: String) async throws -> Bool {
        if let other = try await state.enterCheckout(top, lease: lease) { throw EngineError.occupied(by: other.run, other.holder) }
        var hasEnded = false
        for other in try await state.abandonedRuns(inCheckout: top) {
            for sentence in try await Leftovers.end(of: other, in: state) {
                engine.report(.notice("run \(other.short): \(sentence)"))
                hasEnded = true
            }
        }
        return hasEnded
    }

    /// Ends what an earlier process left behind when it died.
    private func endLeftovers() async throws {
        // Nobody has carried it out before.
        guard lease.epoch > 1 else { return }
        for sentence in try await Leftovers(of: run, in: state).end() { engine.report(.notice(sentence)) }
    }

    private func nextStep() async throws -> NextStep {
        let phases = try await state.phases(of: run)
        guard let current = phases.first(where: { $0.status == .inProgress }) ?? phases.first(where: { $0.status == .failed }) else {
            return NextStep(phases: phases, ready: try await state.readyPhases(of: run), executions: [], answers: [])
        }
        let now = state.clock.now
        let asked = try await state.interventions(of: run).filter { $0.phaseID == current.id }
        // What has lapsed since the run was taken says nothing any more, nor does the text that it gave.
        if asked.contains(where: { $0.status == .resolved && $0.consumedBy == nil && $0.isOver(at: now) }) {
            try await state.expireInterventions(of: run)
        }
        return NextStep(
            phases: phases, ready: [], executions: try await state.executions(of: current.id),
            answers: asked.filter { $0.waitsForExecution(at: now) }, lapsed: asked.last { $0.consumedBy == nil }?.reason)
    }

    /// Does the step.
    ///
    /// - Returns: Whether there may be more to do.
    private func take(_ step: NextStep, in workspace: Workspace) async throws -> Bool {
        defer { engine.report(.changed) }
        switch step {
        case .complete:
            try await workspace.leavePhases()
            try await state.completeRun(run, lease: lease)
            if workspace.clone != nil { engine.report(.notice("the result is on branch \(workspace.branch) of \(workspace.run.repositoryPath)")) }
            return false
        case .start(let id):
            try await state.startPhase(id, lease: lease)
        case .pass(let id, let earlier):
            let phase = try await phase(id)
            if let earlier { try await wait(before: phase, since: earlier) }
            guard let position = try await enter(phase, workspace) else { return false }
            guard let spec = try await spec(of: phase) else { return false }
            try await Pass(session: self, workspace: workspace, phase: phase, spec: spec, position: position).make()
        case .verify(let id, let execution):
            let phase = try await phase(id)
            guard try await enter(phase, workspace) != nil else { return false }
            guard let execution = try await state.execution(execution) else { return true }
            try await Verification(session: self, workspace: workspace, phase: phase, execution: execution).make()
        case .ask(let id, let reason, let sentence):
            try await state.askHuman(about: id, reason: reason, message: sentence, lease: lease)
            return false
        case .stuck:
            try await state.failRun(run, message: "no phase can be started", lease: lease)
            return false
        }
        return true
    }

    /// Brings the checkout to where the phase is worked on. Where git refuses, no pass can mend it: a human is asked.
    private func enter(_ phase: Phase, _ workspace: Workspace) async throws -> Workspace.Position? {
        do {
            return try await workspace.enter(phase)
        } catch GitError.stopped {
            throw GitError.stopped
        } catch let error as GitError {
            let message = "the checkout can't be brought to phase \(phase.number): \(error)"
            try await state.askHuman(
                about: phase.id, reason: .criticalError, message: TextCut.head(message, atMost: Limits.text), lease: lease)
            return nil
        }
    }

    private func phase(_ id: Phase.ID) async throws -> Phase {
        guard let phase = try await state.phase(id) else { throw StateError.notFound(.phase, id.description) }
        return phase
    }

    /// Waits for what is left of the time since the pass before was recorded, whoever recorded it.
    private func wait(before phase: Phase, since earlier: Execution.ID) async throws {
        let delay = engine.configuration.execution.retryDelay
        guard delay > .zero else { return }
        let recorded = try await state.lastEvent(of: run, about: earlier.description)?.time
        // The clocks of two machines may differ; nobody waits longer than the delay for that.
        let passed = recorded.map { state.clock.now - $0 } ?? .zero
        let left = min(delay, delay - passed)
        guard left > .zero else { return }
        engine.report(.waiting(phase: phase.number, min(delay, .seconds(Int((left / .seconds(1)).rounded(.up))))))
        try await ContinuousClock().sleep(for: left)
    }

    /// Writes what a stop means for the run.
    private func afterStop() async throws {
        guard let cause = stop.cause, let run = try await state.run(run) else { return }
        guard run.status == .executing else {
            // The lease ends with the run. A later one says that another process has ended it.
            if case .failed(let error) = cause, run.leaseEpoch != lease.epoch { throw error }
            return
        }
        engine.report(.changed)
        switch cause {
        case .pause: try await state.pauseRun(run.id, reason: .userRequested, lease: lease)
        case .abort: try await state.abortRun(run.id, lease: lease)
        case .budgetExhausted: try await askForBudget()
        // It stays executing; without the lease it is anybody's.
        case .handBack: break
        case .failed(let error): throw error
        }
    }

    private func askForBudget() async throws {
        let phases = try await state.phases(of: run)
        let current = phases.first { $0.status == .inProgress } ?? phases.first { $0.status == .pending }
        guard let current else { return try await state.pauseRun(run, reason: .budgetExhausted, lease: lease) }
        try await state.askHuman(
            about: current.id, reason: .budgetExhausted, message: "the run has used up execution.budget.max_duration", lease: lease)
    }
}
