internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

extension RunSession {
    /// Runs agents and checks.
    var processes: ProcessRunner {
        // What is ended when the lease can't be renewed must be gone before another may take the run.
        ProcessRunner(gracePeriod: min(.seconds(5), engine.configuration.state.leaseTTL / 6))
    }

    /// Throws where another process has taken the run over.
    ///
    /// It is asked before anything is done in the checkout: a process that was stopped for long, just there, must not start an agent beside that
    /// of the other, nor commit what the other does. What is written to the store is checked there.
    func checkLease() async throws { _ = try await state.stopRequest(for: lease) }

    /// The variables that every process of an execution gets.
    func variables(_ execution: Execution, _ phase: Phase) -> [String: String] {
        [
            "ORCHESTRATOR_RUN_ID": run.description, "ORCHESTRATOR_PHASE_NUMBER": String(phase.number),
            "ORCHESTRATOR_PASS_NUMBER": String(execution.passNumber), AgentEnvironment.executionID: execution.id.description,
        ]
    }
}

extension ProcessOutcome {
    /// The exit status as a shell tells it; `nil` where the process did not end by itself.
    var exitStatus: Int? {
        switch ending {
        case .exited(let status): status
        case .signalled(let signal): 128 + signal
        case .timedOut, .stopped, .notStarted: nil
        }
    }
}
