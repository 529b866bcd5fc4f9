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
        try await checkThatRepositoryIsFree(for: run)
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

    /// Two agents in one working tree can't be fenced, so that one run at a time works there.
    ///
    /// Two runs that are claimed at the same instant see each other, and neither goes on.
    private func checkThatRepositoryIsFree(for run: Run) async throws {
        let filter = RunFilter(statuses: [.executing], repositoryPath: run.repositoryPath, limit: 1000)
        for other in try await state.runs(filter).runs where other.id != run.id {
            if let holder = try await state.holder(of: other.id) { throw EngineError.occupied(by: other.id, holder) }
        }
    }

    /// Ends what an earlier process left behind when it died: agents and checks, then git, which gets time to take its locks away.
    private func endLeftovers() async throws {
        for phase in try await state.phases(of: run) where phase.status == .inProgress {
            guard let last = try await state.executions(of: phase.id).last else { continue }
            let ended = OrphanReaper.endProcesses(carrying: last.id.description)
            if ended > 0 {
                let processes = ended == 1 ? "1 process" : "\(ended) processes"
                engine.report(.notice("ended \(processes) that pass \(last.passNumber) had left behind"))
            }
            PassFiles.removeLeftovers(of: last.id)
        }
        OrphanReaper.endProcesses(carrying: run.description, gracePeriod: .seconds(5))
    }

    private func nextStep() async throws -> NextStep {
        let phases = try await state.phases(of: run)
        guard let current = phases.first(where: { $0.status == .inProgress }) ?? phases.first(where: { $0.status == .failed }) else {
            return NextStep(phases: phases, ready: try await state.readyPhases(of: run), executions: [], answers: [])
        }
        let answers = try await state.interventions(of: run).filter { $0.phaseID == current.id && $0.waitsForExecution }
        return NextStep(phases: phases, ready: [], executions: try await state.executions(of: current.id), answers: answers)
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
            return false
        case .start(let id):
            try await state.startPhase(id, lease: lease)
        case .pass(let id, let afterDelay):
            let phase = try await phase(id)
            if afterDelay { try await wait(before: phase) }
            guard let position = try await enter(phase, workspace) else { return false }
            try await Pass(session: self, workspace: workspace, phase: phase, position: position).make()
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

    private func wait(before phase: Phase) async throws {
        let delay = engine.configuration.execution.retryDelay
        guard delay > .zero else { return }
        engine.report(.waiting(phase: phase.number, delay))
        try await ContinuousClock().sleep(for: delay)
    }

    /// Writes what a stop means for the run.
    private func afterStop() async throws {
        guard let cause = stop.cause, try await state.run(run)?.status == .executing else { return }
        engine.report(.changed)
        switch cause {
        case .pause: try await state.pauseRun(run, reason: .userRequested, lease: lease)
        case .abort: try await state.abortRun(run, lease: lease)
        case .budgetExhausted: try await askForBudget()
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

extension ManualIntervention {
    /// Whether this is an answer that the next execution will use.
    var waitsForExecution: Bool {
        status == .resolved && consumedBy == nil && (action == .resume || action == .modifySpec)
    }
}
