internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Takes a run that is executing and that no live worker holds.
    ///
    /// Executions that were left running under an older lease become `interrupted` in the same transaction.
    /// - Parameters:
    ///   - owner: The worker's nonce.
    ///   - timeToLive: How long the lease is good after each renewal; up to a day.
    /// - Returns: The lease, and the executions that were interrupted, as they are now.
    /// - Throws: ``StateError/leaseHeld(_:by:)``, ``StateError/illegalTransition(_:)`` unless the run is executing.
    public func claimRun(
        _ id: Run.ID, owner: String, timeToLive: Duration
    ) async throws -> (lease: Lease, interrupted: [Execution]) {
        var validation = Validation()
        validation.name(owner, "owner")
        if timeToLive <= .zero || timeToLive > .seconds(86_400) { validation.add("time_to_live", "must be from 0 to 1 day") }
        try validation.check()
        let machine = machine
        return try await change(id) { transaction in
            guard transaction.head.status == .executing else { throw transaction.illegal(to: .executing) }
            if transaction.head.isHeld(at: transaction.now, machine: machine), let holder = transaction.head.leaseHolder {
                throw StateError.leaseHeld(id, by: holder)
            }
            let lease = Lease(run: id, epoch: transaction.head.leaseEpoch + 1, owner: owner, timeToLive: timeToLive)
            transaction.set("lease_epoch", lease.epoch)
            transaction.set("lease_owner", owner)
            transaction.set("lease_holder", SQLValue.json(machine.holder(since: transaction.now).document))
            transaction.extend(lease, machine: machine)
            try transaction.record(.leaseClaimed, .run, id.description)
            return (lease, try transaction.interruptExecutions("the process that carried the run out ended"))
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
    public func release(_ lease: Lease) async throws {
        do {
            try await change(lease.run, lease: lease) { transaction in
                transaction.giveLeaseBack()
                try transaction.record(.leaseReleased, .run, lease.run.description)
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
    /// Ends the lease.
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
        set("lease_expires_at", now + lease.timeToLive, isTold: false)
        set("lease_boot_deadline", machine.microsecondsSinceBoot + Int(lease.timeToLive.microseconds), isTold: false)
    }
}
