internal import OrchestratorDatabase
internal import Synchronization

/// A bounded number of connections, each with its thread.
///
/// What a caller wants done runs on such a thread, while the caller's task is suspended: nothing that waits for the server keeps a thread that
/// tasks need.
final class ConnectionPool: Sendable {
    let address: ServerAddress
    let tuning: PostgresTuning
    private let state: Mutex<State>

    private struct State {
        var pool: PoolState<Worker, PoolJob>
        var threads = 0
        /// Those who wait for the last thread to end.
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    init(_ address: ServerAddress, _ tuning: PostgresTuning) {
        self.address = address
        self.tuning = tuning
        state = Mutex(State(pool: PoolState(largest: max(1, tuning.connections))))
    }

    /// How many connections there are, or are being made.
    var connections: Int { state.withLock(\.pool.workers) }

    /// How many jobs wait for a connection.
    var backlog: Int { state.withLock(\.pool.backlog) }

    /// Runs the body on the thread of a connection.
    ///
    /// A caller whose task is cancelled gets `CancellationError`, and what goes on at the server is cancelled, unless it is being committed. A task
    /// that was cancelled before is let do what it has to clean up.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (Worker, PoolJob) throws -> Value) async throws -> Value {
        let wasCancelled = Task.isCancelled
        let given = Mutex<PoolJob?>(nil)
        let isGivenUp = Mutex(false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                let job = PoolJob { worker, job in
                    continuation.resume(with: Result { try body(worker, job) })
                } refused: {
                    continuation.resume(throwing: $0)
                }
                given.withLock { $0 = job }
                admit(job)
                // It may have been given up before it could be found.
                if isGivenUp.withLock({ $0 }) { cancel(job) }
            }
        } onCancel: {
            guard !wasCancelled else { return }
            isGivenUp.withLock { $0 = true }
            if let job = given.withLock({ $0 }) { cancel(job) }
        }
    }

    private func admit(_ job: PoolJob) {
        let admission = state.withLock { state in
            let admission = state.pool.admit(job)
            if case .employ = admission { state.threads += 1 }
            return admission
        }
        switch admission {
        case .handTo(let worker): worker.take(job)
        case .employ: Worker(self).start(with: job)
        case .wait: break
        case .refuse: job.refuse(DatabaseError(.unavailable, at: address.location, "the database was closed"))
        }
    }

    private func cancel(_ job: PoolJob) {
        let isWithdrawn = state.withLock { $0.pool.withdraw(job) }
        if isWithdrawn { job.refuse(CancellationError()) } else { job.cancel() }
    }

    /// A worker has finished what it did.
    func finished(_ worker: Worker) -> PoolState<Worker, PoolJob>.Next { state.withLock { $0.pool.finished(worker) } }

    /// A worker wants to leave.
    func retire(_ worker: Worker) -> Bool { state.withLock { $0.pool.retire(worker) } }

    /// The thread of a worker ends.
    func left() {
        let closers = state.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Takes no more; what was taken is still done.
    func shutDown() {
        for worker in state.withLock({ $0.pool.close() }) { worker.leave() }
    }

    /// Takes no more, and returns once every connection is closed.
    func close() async {
        shutDown()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.threads > 0 { state.closers.append(continuation) }
                return state.threads == 0
            }
            if isOver { continuation.resume() }
        }
    }
}
