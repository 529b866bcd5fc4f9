internal import OrchestratorDatabase
internal import Synchronization

/// Keeps the write-ahead log short: moves it into the database after commits and when the writer is idle, and cuts its file where that is long.
///
/// All of it happens under the lock between processes.
final class LogKeeper: Sendable {
    private let writer: Writer
    private let lock: ProcessLock
    private let location: String
    /// When the oldest read of this process began.
    private let oldestRead: @Sendable () -> Int64?
    private let state: Mutex<State>
    /// How long a cut waits for short reads, in milliseconds.
    private static let patience: Int32 = 20

    private struct State {
        var plan: CheckpointPlan
        /// Looks at the log now and then, as long as there is something in it.
        var watch: Task<Void, Never>?
        var isClosed = false
        /// The processes that were seen in the way of the last checkpoints, and when they were seen first.
        var blockers: [Int32: Int64] = [:]
    }

    init(
        _ writer: Writer, under lock: ProcessLock, _ plan: CheckpointPlan, at location: String, oldestRead: @escaping @Sendable () -> Int64?
    ) {
        self.writer = writer
        self.lock = lock
        self.location = location
        self.oldestRead = oldestRead
        state = Mutex(State(plan: plan))
    }

    /// Moves the log where it has grown long. The lock is held.
    func committed() {
        let pages = writer.logPages
        if state.withLock({ $0.plan.committed(pages: pages) }) { checkpoint(.moving) }
        wake()
    }

    /// Looks at the log from now on until there is nothing in it.
    func wake() {
        state.withLock { state in
            guard state.watch == nil, !state.isClosed else { return }
            state.plan.begin()
            state.watch = Task.detached(priority: .utility) { await self.watch() }
        }
    }

    /// Ends it, and waits for what goes on.
    func close() async {
        let watch = state.withLock { state in
            state.isClosed = true
            return state.watch
        }
        watch?.cancel()
        await watch?.value
    }

    private func watch() async {
        while (try? await Task.sleep(for: state.withLock(\.plan.interval))) != nil {
            let bytes = FileSize.bytes(of: location + "-wal")
            let step = state.withLock { state in
                let step = state.plan.look(commits: writer.commits, bytes: bytes)
                if step == .end { state.watch = nil }
                return step
            }
            switch step {
            case .end: return
            case .wait: continue
            case .move, .cut:
                // Whoever has the lock now writes, and is looked after at the next look.
                guard (try? lock.tryAcquire()) == true else { continue }
                tidy(isCut: step == .cut)
                lock.release()
            }
        }
        state.withLock { $0.watch = nil }
    }

    private func tidy(isCut: Bool) {
        // Cutting waits for readers, with all writers behind it: not where a reader is seen to be in the way for longer.
        guard let result = checkpoint(.moving), result.isWhole else { return }
        state.withLock { $0.plan.moved(commits: writer.commits) }
        if isCut { checkpoint(.cutting) }
    }

    /// A checkpoint that fails is no failure of the commits before it, which are durable; the writer remembers what makes the store untrustworthy.
    @discardableResult
    private func checkpoint(_ mode: StatementCache.CheckpointMode) -> CheckpointResult? {
        guard (try? writer.check()) != nil else { return nil }
        let result = try? writer.use { try $0.checkpoint(mode, patience: mode == .cutting ? Self.patience : 0) }
        if let result { note(result) }
        return result
    }

    /// Remembers who is in the way, and since when, so that `db stats` can name it.
    private func note(_ result: CheckpointResult) {
        let now = WallTime.microseconds
        let seen = result.isBlocked ? FileIdentity(path: location + "-shm").map { KernelLocks.current.readers(of: $0) } ?? [] : []
        let own = ProcessSighting.currentID
        let oldest = oldestRead()
        let blockers = state.withLock { state in
            let before = state.blockers
            state.blockers = Dictionary(uniqueKeysWithValues: seen.map { ($0, ($0 == own ? oldest : nil) ?? before[$0] ?? now) })
            return state.blockers
        }
        lock.note(reader: blockers.min { $0.value < $1.value }.map { LockRecord(processID: $0.key, since: $0.value) })
    }
}
