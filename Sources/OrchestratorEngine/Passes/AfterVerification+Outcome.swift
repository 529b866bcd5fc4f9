internal import OrchestratorModel
internal import OrchestratorState

extension AfterVerification {
    /// What becomes of a phase whose agent failed: like a blocked pass, it uses up a retry.
    init(failedAfter retryCount: Int, of maxRetries: Int) {
        self = retryCount < maxRetries ? .retry(left: maxRetries - retryCount - 1) : .failPhase
    }

    /// The decision as the store takes it.
    ///
    /// - Parameter reason: Why the pass was not good enough, as a sentence.
    func outcome(phase: Phase, because reason: String) -> PhaseOutcome {
        switch self {
        case .completePhase: .complete
        case .retry: .retry
        case .failPhase:
            .fail(
                reason: .maxRetriesExceeded,
                message: TextCut.head("phase \(phase.number) failed after its last retry: \(reason)", atMost: Limits.text))
        case .stopStalling(let passes):
            .fail(
                reason: .notConverging,
                message: TextCut.head(
                    "phase \(phase.number) does not converge: \(passes == 1 ? "its last pass" : "each of its last \(passes) passes") "
                        + "fixed nothing or went in circles; \(reason)", atMost: Limits.text))
        }
    }
}
