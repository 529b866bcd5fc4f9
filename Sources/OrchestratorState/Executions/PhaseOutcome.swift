public import OrchestratorModel

/// What becomes of a phase after a pass.
public enum PhaseOutcome: Sendable, Hashable {
    /// It is done.
    case complete
    /// It gets another pass, which uses up a retry.
    case retry
    /// It failed: a human is asked, and the run is paused.
    case fail(reason: ManualIntervention.Reason, message: String)

    func check() throws {
        guard case .fail(_, let message) = self else { return }
        try StateManager.check(message, "message")
    }
}
