internal import OrchestratorDatabase
internal import Synchronization

/// Lets many callers share one commit, and so one fsync.
///
/// No caller returns before the commit of its body. A caller that finds the writer idle runs on its own thread: a hop to another and back
/// costs about as much as the write itself.
final class GroupCommit: Sendable {
    /// Runs the bodies of the jobs in one transaction; throws where none of them was committed.
    private let transaction: @Sendable ([WriteJob]) throws -> Void
    private let queue = Mutex(WriteQueue<Waiter>())

    private struct Waiter: Sendable {
        let job: WriteJob
        let continuation: CheckedContinuation<Role, Never>
    }

    private enum Role {
        case leader
        case done
    }

    init(transaction: @escaping @Sendable ([WriteJob]) throws -> Void) {
        self.transaction = transaction
    }

    /// Returns when the job's body is committed.
    ///
    /// - Throws: What the body or the commit threw.
    func perform(_ job: WriteJob) async throws {
        if queue.withLock({ $0.lead() }) {
            leadOnce(with: job)
        } else {
            let role = await withCheckedContinuation { (continuation: CheckedContinuation<Role, Never>) in
                let waiter = Waiter(job: job, continuation: continuation)
                if queue.withLock({ $0.enqueue(waiter) }) { continuation.resume(returning: .leader) }
            }
            if role == .leader { leadOnce(with: job) }
        }
        try job.check()
    }

    private func leadOnce(with job: WriteJob) {
        let followers = queue.withLock { $0.takeFollowers() }
        let jobs = [job] + followers.map(\.job)
        do {
            try transaction(jobs)
        } catch {
            for job in jobs { job.fail(error) }
        }
        let next = queue.withLock { $0.finish() }
        for follower in followers { follower.continuation.resume(returning: .done) }
        next?.continuation.resume(returning: .leader)
    }
}
