internal import Synchronization

/// Lets somebody outside, such as the handler of a signal, stop a run that is being carried out.
///
/// The first stop counts. The agent gets SIGTERM, a grace period, and SIGKILL; then the run is paused, or left to another worker.
public final class StopSignal: Sendable {
    private struct State {
        var cause: StopCause?
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// A signal that nobody has given yet.
    public init() {}

    /// Asks for the run to be paused.
    public func stop() { stop(.pause) }

    /// Asks for the run to be left to another worker: its agent is ended, and it stays executing without a lease.
    public func handBack() { stop(.handBack) }

    /// Whether the signal was given, and why.
    var cause: StopCause? { state.withLock { $0.cause } }

    func stop(_ cause: StopCause) {
        let cancel = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.cause == nil else { return nil }
            state.cause = cause
            return state.cancel
        }
        cancel?()
    }

    /// Runs the body so that the signal cancels it.
    func cancelling<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await body() }
        let isStopped = state.withLock { state in
            state.cancel = { task.cancel() }
            return state.cause != nil
        }
        if isStopped { task.cancel() }
        defer { state.withLock { $0.cancel = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            stop(.pause)
        }
    }
}
