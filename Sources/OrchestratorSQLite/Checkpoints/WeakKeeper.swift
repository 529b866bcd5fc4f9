internal import Synchronization

/// Names the keeper of the log to what is made before it.
final class WeakKeeper: Sendable {
    private struct Reference {
        weak var keeper: LogKeeper?
    }

    private let reference = Mutex(Reference())

    var keeper: LogKeeper? { reference.withLock(\.keeper) }

    func set(_ keeper: LogKeeper) { reference.withLock { $0.keeper = keeper } }
}
