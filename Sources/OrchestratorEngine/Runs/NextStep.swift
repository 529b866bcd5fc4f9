internal import OrchestratorModel

/// What a run needs next. Decided from what the store says and nothing else, so that it is the same after a crash.
enum NextStep: Hashable, Sendable {
    /// All phases are completed or skipped.
    case complete
    /// A phase begins, or is taken up again after the answer of a human.
    case start(Phase.ID)
    /// A phase gets its next pass; where the one before was blocked or failed, it is named: it is time to wait a little after it.
    case pass(Phase.ID, after: Execution.ID?)
    /// An agent ended and its result was not verified.
    case verify(Phase.ID, Execution.ID)
    /// A human must decide.
    case ask(Phase.ID, ManualIntervention.Reason, String)
    /// No phase can be started: a defect of the store, since plans have no circles.
    case stuck

    /// How many interruptions in a row are too many. A pass that was handed back is none: its worker was drained, or
    /// somebody paused the run, whatever the phase does.
    static let interruptionLimit = 3

    /// - Parameters:
    ///   - phases: The phases of the run, by number.
    ///   - ready: Those that are pending and whose dependencies are satisfied.
    ///   - executions: The executions of the phase that is in progress or failed, by pass.
    ///   - answers: The answered questions of that phase that no execution has used.
    ///   - lapsed: Why a human was asked about that phase, where the answer lapsed before an execution used it.
    init(
        phases: [Phase], ready: [Phase], executions: [Execution], answers: [ManualIntervention], lapsed: ManualIntervention.Reason? = nil
    ) {
        if let phase = phases.first(where: { $0.status == .inProgress }) {
            self = Self.next(of: phase, executions, isAnswered: !answers.isEmpty)
        } else if let phase = phases.first(where: { $0.status == .failed }) {
            self =
                answers.isEmpty
                ? .ask(phase.id, lapsed ?? .maxRetriesExceeded, "phase \(phase.number) failed and nobody said what becomes of it") : .start(phase.id)
        } else if let phase = ready.first {
            self = .start(phase.id)
        } else {
            self = phases.allSatisfy { $0.status == .completed || $0.status == .skipped } ? .complete : .stuck
        }
    }

    private static func next(of phase: Phase, _ executions: [Execution], isAnswered: Bool) -> NextStep {
        guard let last = executions.last else { return .pass(phase.id, after: nil) }
        switch (last.status, last.verification) {
        case (.completed, .pending): return .verify(phase.id, last.id)
        case (.interrupted, _):
            let interruptions = executions.reversed().prefix { $0.status == .interrupted }.count { !$0.handedBack }
            guard interruptions % interruptionLimit == 0, !last.handedBack, !isAnswered else { return .pass(phase.id, after: nil) }
            return .ask(phase.id, .criticalError, "the last \(interruptions) passes at phase \(phase.number) were interrupted")
        default: return .pass(phase.id, after: isAnswered ? nil : last.id)
        }
    }
}
