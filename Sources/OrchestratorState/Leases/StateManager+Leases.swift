internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Takes a run that is executing and that no live worker holds.
    ///
    /// Executions that were left running under an older lease become `interrupted` in the same transaction.
    /// - Parameters:
    ///   - owner: The worker's nonce.
    ///   - timeToLive: How long the lease is good after each renewal; up to a day.
    ///   - statuses: In these statuses the run begins, or goes on, in the same transaction, so that no other worker gets it first: `planning`, `paused`.
    /// - Returns: The lease, and the executions that were interrupted, as they are now.
    /// - Throws: ``StateError/leaseHeld(_:by:)``, ``StateError/illegalTransition(_:)`` where the run is in another status than executing and those;
    ///   ``StateError/conflict(_:)`` for a paused one while a question is unanswered.
    public func claimRun(
        _ id: Run.ID, owner: String, timeToLive: Duration, beginningFrom statuses: Set<Run.Status> = []
    ) async throws -> (lease: Lease, interrupted: [Execution]) {
        try Self.check(owner, timeToLive)
        let machine = machine
        return try await change(id) { transaction in
            switch transaction.head.status {
            case .planning where statuses.contains(.planning): try transaction.start()
            case .paused where statuses.contains(.paused): try transaction.resumeUnlessAsking()
            case .executing: break
            default: throw transaction.illegal(to: .executing)
            }
            if transaction.head.isHeld(at: transaction.now, machine: machine), let holder = transaction.head.leaseHolder {
                throw StateError.leaseHeld(id, by: holder)
            }
            let isLocal = try transaction.isLocal()
            return try transaction.claim(owner: owner, timeToLive: timeToLive, machine: machine, isLocal: isLocal, mayHaveLeft: true)
        }
    }

    /// Makes the lease good for its whole time again. No event tells it.
    ///
    /// - Returns: What the holder is asked to do.
    /// - Throws: ``StateError/leaseLost(_:)`` where another worker has taken the run over: nothing more may be done for it.
    public func renew(_ lease: Lease) async throws -> Run.StopRequest {
        let machine = machine
        return try await change(lease.run, lease: lease) { transaction in
            transaction.extend(lease, machine: machine)
            return transaction.head.stopRequested
        }
    }

    /// Gives the lease back. A lease that is lost already is no error.
    ///
    /// - Throws: ``StateError/notFound(_:_:)`` where the run is gone; `DatabaseError`.
    public func release(_ lease: Lease) async throws {
        do {
            try await change(lease.run, lease: lease) { transaction in
                try transaction.release()
                if transaction.head.status == .executing { try transaction.announce() }
            }
        } catch StateError.leaseLost {}
    }

    /// What the holder of a lease is asked to do. A read, cheap enough to ask twice a second, and before something is started that can't be
    /// taken back.
    ///
    /// - Throws: ``StateError/leaseLost(_:)`` where another worker has taken the run over: nothing more may be done for it.
    public func stopRequest(for lease: Lease) async throws -> Run.StopRequest {
        try await database.read { connection in
            let query: SQLStatement =
                "SELECT stop_requested FROM runs WHERE run_id = \(lease.run) AND lease_epoch = \(lease.epoch) AND lease_owner = \(lease.owner)"
            guard let request: Run.StopRequest = try connection.first(query, { try $0.choice() }) else { throw StateError.leaseLost(lease.run) }
            return request
        }
    }
}

extension RunTransaction {
    /// Gives the lease back.
    mutating func release() throws {
        giveLeaseBack()
        try record(.leaseReleased, .run, head.id.description)
    }

    /// Ends the lease. The next event tells it.
    mutating func giveLeaseBack() {
        for column in ["lease_owner", "lease_holder"] { set(column, SQLValue.null) }
        for column in ["lease_expires_at", "lease_boot_deadline"] { set(column, SQLValue.null, isTold: false) }
    }

    /// Ends the executions that were left running by a worker that is gone.
    ///
    /// - Returns: The executions as they are now.
    @discardableResult
    mutating func interruptExecutions(_ message: String) throws -> [Execution] {
        let left = try connection.findAll(
            Execution.self, where: "run_id = \(head.id) AND status = 'running'", orderedBy: "execution_id")
        return try left.map { left in
            try end(left, .interrupted, ExecutionResult(errorMessage: message))
            return try execution(left.id)
        }
    }

    /// Sets when the lease runs out.
    mutating func extend(_ lease: Lease, machine: any Machine) {
        set("lease_expires_at", (head.readAt ?? now) + lease.timeToLive, isTold: false)
        set("lease_boot_deadline", machine.microsecondsSinceBoot + Int(lease.timeToLive.microseconds), isTold: false)
    }
}
