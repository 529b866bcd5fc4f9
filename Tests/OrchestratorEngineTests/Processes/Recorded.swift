import Synchronization

/// Values that came from another thread.
final class Recorded<Value: Sendable>: Sendable {
    private let store = Mutex<[Value]>([])

    var values: [Value] { store.withLock { $0 } }

    func add(_ value: Value) { store.withLock { $0.append(value) } }
}
