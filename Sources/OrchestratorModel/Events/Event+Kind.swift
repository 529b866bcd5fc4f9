extension Event {
    /// What may happen.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A run and its phases were created.
        case runCreated = "run.created"
        /// A run was created from another one as that was after one of its events.
        case runForked = "run.forked"
        /// A run of another program's database was taken over: what it holds is the whole state.
        case runTakenOver = "run.taken_over"
        /// A run is being carried out.
        case runStarted = "run.started"
        /// A run waits for a human.
        case runPaused = "run.paused"
        /// A paused run goes on.
        case runResumed = "run.resumed"
        /// All phases are done.
        case runCompleted = "run.completed"
        /// A run ended with an error.
        case runFailed = "run.failed"
        /// A human ended the run.
        case runAborted = "run.aborted"
        /// The holder of the lease was asked to stop.
        case runStopRequested = "run.stop_requested"
        /// The labels of a run changed.
        case runLabelsChanged = "run.labels_changed"
        /// A run has a new snapshot of the configuration.
        case runConfigurationChanged = "run.configuration_changed"
        /// A worker took the lease.
        case leaseClaimed = "lease.claimed"
        /// A worker gave the lease back.
        case leaseReleased = "lease.released"
        /// Phases were added to a run.
        case phasesCreated = "phases.created"
        /// A phase was started.
        case phaseStarted = "phase.started"
        /// A phase gets another pass.
        case phaseRetried = "phase.retried"
        /// A phase is verified.
        case phaseCompleted = "phase.completed"
        /// A phase is blocked after its last retry.
        case phaseFailed = "phase.failed"
        /// A phase was left out.
        case phaseSkipped = "phase.skipped"
        /// A phase has a branch.
        case phaseBranched = "phase.branched"
        /// An agent was started.
        case executionStarted = "execution.started"
        /// An agent ended well.
        case executionCompleted = "execution.completed"
        /// An agent ended badly.
        case executionFailed = "execution.failed"
        /// An agent was stopped from outside.
        case executionInterrupted = "execution.interrupted"
        /// The checks of an execution ended.
        case executionVerified = "execution.verified"
        /// Findings were recorded.
        case findingsAdded = "findings.added"
        /// A finding is gone or was marked so.
        case findingsResolved = "findings.resolved"
        /// A human decided to live with a finding.
        case findingsWaived = "findings.waived"
        /// A file was recorded.
        case artifactSaved = "artifact.saved"
        /// A human is asked.
        case interventionOpened = "intervention.opened"
        /// A human answered.
        case interventionResolved = "intervention.resolved"
        /// A question lapsed.
        case interventionExpired = "intervention.expired"
        /// An execution used an answer.
        case interventionConsumed = "intervention.consumed"
        /// A phase has a new spec.
        case specRevised = "spec.revised"
    }
}
