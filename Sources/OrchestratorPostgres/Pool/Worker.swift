internal import Dispatch
internal import Foundation
internal import OrchestratorDatabase
internal import Synchronization

/// A thread with a connection of its own. What it does it does one after the other.
///
/// `@unchecked Sendable`: the session is used on its thread alone; what others give it is behind a lock.
final class Worker: @unchecked Sendable {
    let pool: ConnectionPool
    private var known: ServerSession?
    private let orders = Mutex(Order.none)
    private let bell = DispatchSemaphore(value: 0)

    private enum Order {
        case none
        case work(PoolJob)
        case leave
    }

    init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Gives an idle worker something to do.
    func take(_ job: PoolJob) { give(.work(job)) }

    /// Ends an idle worker.
    func leave() { give(.leave) }

    private func give(_ order: Order) {
        orders.withLock { $0 = order }
        bell.signal()
    }

    /// Starts the thread, with something to do.
    func start(with job: PoolJob) {
        // The thread keeps the pool, which outlives all of its workers.
        let thread = Thread { [self, pool] in
            work(from: job)
            known = nil
            pool.left()
        }
        thread.name = "postgresql"
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func work(from first: PoolJob) {
        var job = first
        while true {
            job.run(on: self)
            switch pool.finished(self) {
            case .work(let next): job = next
            case .leave: return
            case .rest:
                guard let next = rest() else { return }
                job = next
            }
        }
    }

    /// Waits for something to do; `nil` where there will be nothing any more.
    private func rest() -> PoolJob? {
        let limit = DispatchTime.now() + .milliseconds(Int(pool.tuning.idleTime / .milliseconds(1)))
        if bell.wait(timeout: limit) == .timedOut {
            if pool.retire(self) { return nil }
            // It has been given something in this very moment.
            bell.wait()
        }
        let order = orders.withLock { order in
            defer { order = .none }
            return order
        }
        if case .work(let job) = order { return job }
        return nil
    }

    /// The connection, which is made where there is none that works.
    ///
    /// - Returns: Whether it has been made now.
    func session() throws -> (session: ServerSession, isNew: Bool) {
        if let known, known.isUsable { return (known, false) }
        known = nil
        let session = try ServerSession(pool.address, pool.tuning)
        known = session
        return (session, true)
    }

    /// Closes the connection.
    func dropSession() { known = nil }
}
