internal import Foundation
internal import OrchestratorDatabase

/// Runs bodies in transactions on the connection of a worker, and runs them again where that is right.
struct TransactionRunner {
    private let worker: Worker
    private let job: PoolJob
    private let address: ServerAddress
    private let tuning: PostgresTuning

    init(_ worker: Worker, _ job: PoolJob) {
        (self.worker, self.job) = (worker, job)
        (address, tuning) = (worker.pool.address, worker.pool.tuning)
    }

    /// Runs the body in one snapshot.
    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try repeating { session, _ in
            session.beginReading(limit: tuning.readTime)
            let value = try body(PostgresConnection(session: session))
            // Nothing was changed: how the snapshot ends can't be wrong.
            if session.failure == nil { try session.rollBack() }
            return value
        }
    }

    /// Runs the body in one transaction, and commits it.
    func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try repeating { session, isCareful in
            session.beginWriting(isCareful: isCareful)
            let value = try body(PostgresConnection(session: session))
            if session.failure == nil {
                try session.open()
                try job.bind()
                try commit(session)
            }
            return value
        }
    }

    private func commit(_ session: ServerSession) throws {
        tuning.willCommit?(session.connection.backend)
        do {
            try session.commit()
        } catch let failure as ServerFailure {
            guard failure.isLoss else { throw failure }
            worker.dropSession()
            // Not by doing it again: it may have been done.
            try CommitOutcome(address, tuning, session.transactionID, session.incarnation).resolve(failure)
        }
    }

    /// Runs the attempt until it succeeds, or fails for good.
    private func repeating<Value>(_ attempt: (ServerSession, _ isCareful: Bool) throws -> Value) throws -> Value {
        var plan = RetryPlan()
        while true {
            if job.isCancelled { throw CancellationError() }
            let (session, isNew) = try worker.session()
            let (outcome, ending) = run(session, isNew: isNew) { try attempt(session, plan.isCareful) }
            try cleanUp(session, ending)
            guard let ending else { return try outcome.get() }
            switch plan.next(after: ending) {
            case .giveUp: return try outcome.get()
            case .again(let pause): if pause > 0 { Thread.sleep(forTimeInterval: Double(Int.random(in: pause / 4...pause)) / 1_000_000) }
            }
        }
    }

    /// Runs one attempt.
    ///
    /// - Returns: What came of it, and how it ended where it did not succeed.
    private func run<Value>(
        _ session: ServerSession, isNew: Bool, _ attempt: () throws -> Value
    ) -> (Result<Value, any Error>, RetryPlan.Ending?) {
        var ending = RetryPlan.Ending()
        let outcome: Result<Value, any Error>
        do {
            try job.begin(session.canceller)
            let value = try attempt()
            guard let failure = session.failure else { return (.success(value), nil) }
            // The body has a failed statement behind it, and says nothing of it: nothing it did can be kept.
            outcome = .failure(DatabaseError(failure, at: address.location))
            (ending.failure, ending.wentOn) = (failure, true)
        } catch let failure as ServerFailure {
            outcome = .failure(DatabaseError(failure, sql: session.failedText, at: address.location))
            ending.failure = failure
        } catch {
            outcome = .failure(error)
            (ending.failure, ending.wentOn) = (session.failure, session.wentOnAfterFailure)
        }
        ending.isUntouched = !isNew && !session.hasAnswered
        return (outcome, ending)
    }

    /// Makes the connection ready for the next transaction, or closes it.
    private func cleanUp(_ session: ServerSession, _ ending: RetryPlan.Ending?) throws {
        let isCancelled = job.end()
        if ending?.failure?.isStaleStatement == true { session.forgetStatements() }
        // A request to cancel may still be on its way, and would meet another's statement.
        if isCancelled || ending?.failure?.isLoss == true || (try? session.rollBack()) == nil { worker.dropSession() }
        if isCancelled { throw CancellationError() }
    }
}
