import AgentOrchestrator
import Synchronization

/// The execution whose agent or checks are running now, for the one who has to end it at once.
final class RunningExecution: Sendable {
    private let current = Mutex<Execution.ID?>(nil)

    var id: Execution.ID? { current.withLock { $0 } }

    func note(_ activity: Activity) {
        if case .passStarted(_, _, _, let execution) = activity { current.withLock { $0 = execution } }
    }
}
