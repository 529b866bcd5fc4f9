package import OrchestratorModel
package import OrchestratorState
internal import Synchronization

/// A machine whose processes live and die as the test says.
package final class TestMachine: Machine {
    private let state = Mutex(State())

    private struct State {
        var sinceBoot = 1_000_000
        var liveness = ProcessIdentity.Liveness.alive
        var process = 4711
    }

    package init() {}

    package var microsecondsSinceBoot: Int { state.withLock(\.sinceBoot) }

    package func liveness(of holder: LeaseHolder) -> ProcessIdentity.Liveness { state.withLock(\.liveness) }

    package func holder(since: Timestamp) -> LeaseHolder {
        LeaseHolder(host: "machine", bootID: "boot", processID: state.withLock(\.process), processStart: 1, since: since)
    }

    /// Lets time pass since boot.
    package func advance(by duration: Duration) {
        state.withLock { $0.sinceBoot += Int(duration / .microseconds(1)) }
    }

    /// Says of all processes that they are alive, dead or out of sight.
    package func set(_ liveness: ProcessIdentity.Liveness) {
        state.withLock { $0.liveness = liveness }
    }
}
