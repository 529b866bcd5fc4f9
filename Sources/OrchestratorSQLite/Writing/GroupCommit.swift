internal import OrchestratorDatabase
internal import Synchronization

/// Lets many callers share one commit, and so one fsync.
///
/// No caller returns before the commit of its body. A caller that finds the writer idle runs on its own thread: a hop to another and back
/// costs about as much as the write itself.
final class GroupCommit: Sendable {
    /// Gets the right to write: the lock between processes. It throws where that can't be had.
    private let enter: @Sendable () async throws -> Void
    /// Runs the bodies of the jobs, and of those who come meanwhile, in one transaction; throws where none of them was committed.
    private let transaction: @Sendable ([WriteJob], _ latecomers: () -> [WriteJob]) throws -> Void
    /// Does what is to be done after a transaction, and gives the right to write back.
    private let leave: @Sendable () -> Void
    private let queue = Mutex(WriteQueue<Waiter>())

    private struct Waiter: Sendable {
        let job: WriteJob
        let continuation: CheckedContinuation<Role, Never>
    }

    private enum Role {
        case leader
        case done
    }

    init(
        enter: @escaping @Sendable () async throws -> Void = {}, leave: @escaping @Sendable () -> Void = {},
        transaction: @escaping @Sendable ([WriteJob], _ latecomers: () -> [WriteJob]) throws -> Void
    ) {
        self.enter = enter
        self.leave = leave
        self.transaction = transaction
    }

    /// Returns when the job's body is committed.
    ///
    /// - Throws: What the body or the commit threw.
    func perform(_ job: WriteJob) async throws {
        if queue.withLock({ $0.lead() }) {
            await leadOnce(with: job)
        } else {
            let role = await withCheckedContinuation { (continuation: CheckedContinuation<Role, Never>) in
                let waiter = Waiter(job: job, continuation: continuation)
                if queue.withLock({ $0.enqueue(waiter) }) { continuation.resume(returning: .leader) }
            }
            if role == .leader { await leadOnce(with: job) }
        }
        try job.check()
    }

    private func leadOnce(with job: WriteJob) async {
        do {
            try await enter()
        } catch {
            // Those who came meanwhile would wait for the same in vain.
            acknowledge(job, takeFollowers(besides: 1), error)
            return handOn()
        }
        // Not before: whoever came while the lock was waited for is taken along.
        var followers = takeFollowers(besides: 1)
        do {
            try transaction([job] + followers.map(\.job)) {
                let latecomers = takeFollowers(besides: 1 + followers.count)
                followers += latecomers
                return latecomers.map(\.job)
            }
            acknowledge(job, followers, nil)
        } catch {
            acknowledge(job, followers, error)
        }
        // What is committed is acknowledged already.
        leave()
        handOn()
    }

    private func takeFollowers(besides count: Int) -> [Waiter] { queue.withLock { $0.takeFollowers(besides: count) } }

    /// Lets the followers go, with the error that kept all of them from being committed.
    private func acknowledge(_ job: WriteJob, _ followers: [Waiter], _ error: (any Error)?) {
        if let error { for job in [job] + followers.map(\.job) { job.fail(error) } }
        for follower in followers { follower.continuation.resume(returning: .done) }
    }

    /// Lets the next leader lead.
    private func handOn() {
        queue.withLock { $0.finish() }?.continuation.resume(returning: .leader)
    }
}
