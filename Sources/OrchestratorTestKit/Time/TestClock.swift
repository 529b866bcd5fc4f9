package import OrchestratorModel
internal import OrchestratorState
internal import Synchronization

/// A clock that stands still until it is set. Each reading may let it go on a little, so that moments can be told apart.
package final class TestClock: WallClock {
    private let state: Mutex<State>

    private struct State {
        var now: Timestamp
        var step: Duration
    }

    /// A clock at that moment.
    ///
    /// - Parameter step: How far each reading moves it.
    package init(at now: Timestamp = Timestamp(microsecondsSinceEpoch: 1_800_000_000_000_000), step: Duration = .zero) {
        state = Mutex(State(now: now, step: step))
    }

    package var now: Timestamp {
        state.withLock { state in
            state.now = state.now + state.step
            return state.now
        }
    }

    /// Moves the clock; backwards too.
    package func advance(by duration: Duration) {
        state.withLock { $0.now = $0.now + duration }
    }
}
