internal import Synchronization

/// Something to be done on a connection, once, by a thread of the pool.
final class PoolJob: Sendable {
    private let work: @Sendable (Worker, PoolJob) -> Void
    private let refused: @Sendable (any Error) -> Void
    private let state = Mutex(State())

    private struct State {
        var stage = Stage.waiting
        var isCancelled = false
        var canceller: StatementCanceller?
    }

    private enum Stage {
        case waiting
        case running
        /// What goes on now can't be cancelled any more: a commit.
        case bound
    }

    /// - Parameters:
    ///   - work: Does it, and tells the caller how it ended.
    ///   - refused: Tells the caller that it is not done.
    init(_ work: @escaping @Sendable (Worker, PoolJob) -> Void, refused: @escaping @Sendable (any Error) -> Void) {
        self.work = work
        self.refused = refused
    }

    /// Does it, on the thread of the worker.
    func run(on worker: Worker) { work(worker, self) }

    /// Tells the caller that it is not done.
    func refuse(_ error: any Error) { refused(error) }

    var isCancelled: Bool { state.withLock(\.isCancelled) }

    /// Lets statements be cancelled from now on.
    ///
    /// - Throws: `CancellationError` where the caller has given up already.
    func begin(_ canceller: StatementCanceller) throws {
        try state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            state.stage = .running
            state.canceller = canceller
        }
    }

    /// Ends that.
    ///
    /// - Throws: `CancellationError` where the caller has given up already.
    func bind() throws {
        try state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            state.stage = .bound
            state.canceller = nil
        }
    }

    /// Ends that, whatever happened.
    ///
    /// - Returns: Whether a statement may have been cancelled meanwhile.
    func end() -> Bool {
        state.withLock { state in
            state.canceller = nil
            return state.isCancelled
        }
    }

    /// Gives up. What goes on at the server is cancelled, unless it is a commit.
    ///
    /// The server pays no heed to a request that comes between two statements: so it is asked again until the job has ended.
    func cancel() {
        let isRunning = state.withLock { state in
            if state.stage != .bound { state.isCancelled = true }
            return state.canceller != nil
        }
        guard isRunning else { return }
        Task.detached {
            while let canceller = self.state.withLock({ $0.canceller }) {
                canceller.cancel()
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// The time between two requests.
    private static let pause = Duration.milliseconds(50)
}
