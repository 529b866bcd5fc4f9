internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The phase of that identity; `nil` where there is none.
    ///
    /// - Returns: The phase with its dependencies.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func phase(_ id: Phase.ID) async throws -> Phase? {
        try await database.read { connection in
            try undamaged(.phase, id.description) { try connection.findPhases(where: "phase_id = \(id)").first }
        }
    }

    /// The phases of a run, by number. Empty where there is no such run.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Two queries, however many phases there are.
    public func phases(of run: Run.ID) async throws -> [Phase] {
        try await database.read { connection in
            try undamaged(.run, run.description) { try connection.findPhases(where: "run_id = \(run)") }
        }
    }

    /// The phase that was started last in a run; `nil` before the first one is started, and where there is no such run.
    ///
    /// - Returns: The phase with its dependencies; it may have ended since.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Two index seeks.
    public func currentPhase(of run: Run.ID) async throws -> Phase? {
        try await database.read { connection in
            try undamaged(.run, run.description) {
                try connection.findPhases(where: "phase_id = (SELECT current_phase_id FROM runs WHERE run_id = \(run))").first
            }
        }
    }

    /// The pending phases of a run whose dependencies are all completed or skipped, by number.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func readyPhases(of run: Run.ID) async throws -> [Phase] {
        try await database.read { connection in
            try undamaged(.run, run.description) {
                try connection.findPhases(
                    where: """
                        run_id = \(run) AND status = 'pending' AND NOT EXISTS (
                            SELECT 1 FROM phase_dependencies JOIN phases AS earlier
                                ON earlier.run_id = phase_dependencies.run_id AND earlier.number = phase_dependencies.depends_on
                            WHERE phase_dependencies.run_id = phases.run_id AND phase_dependencies.number = phases.number
                                AND earlier.status NOT IN ('completed', 'skipped'))
                        """)
            }
        }
    }

    /// Starts a phase, or takes up again one that failed and has the answer of a human: then its retries are granted anew.
    ///
    /// - Throws: ``StateError/illegalTransition(_:)``; ``StateError/conflict(_:)`` unless the run is being carried out.
    public func startPhase(_ id: Phase.ID, lease: Lease? = nil) async throws {
        try await change(runOf: id, .phase, lease: lease) { transaction in
            let phase = try transaction.phase(id)
            guard phase.status != .inProgress, Phase.transitions.allows(phase.status, to: .inProgress) else {
                throw IllegalTransition(phase, to: .inProgress).error
            }
            try transaction.checkIsExecuting()
            var values: ColumnValues = [("started_at", transaction.now.sqlValue)]
            if phase.status == .failed { values = [("retry_count", 0.sqlValue), ("completed_at", .null)] }
            transaction.set("current_phase_id", id)
            try transaction.move(phase, to: .inProgress, .phaseStarted, also: values)
        }
    }

    /// Leaves a phase out: one that failed, or one that is pending while the run is paused.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/illegalTransition(_:)``; ``StateError/leaseLost(_:)``;
    ///   ``StateError/conflict(_:)`` for a pending phase of a run that is not paused.
    public func skipPhase(_ id: Phase.ID, lease: Lease? = nil) async throws {
        try await change(runOf: id, .phase, lease: lease) { transaction in
            let phase = try transaction.phase(id)
            if phase.status == .pending, transaction.head.status != .paused {
                throw StateError.conflict("phase \(phase.number) is pending: it can be left out while its run is paused")
            }
            try transaction.move(phase, to: .skipped, .phaseSkipped, also: [("completed_at", transaction.now.sqlValue)])
        }
    }

    /// Completes a phase by hand; an engine completes it with the verification of its execution.
    ///
    /// - Throws: ``StateError/illegalTransition(_:)``: completing a phase twice is an error, not a second count.
    public func completePhase(_ id: Phase.ID, lease: Lease? = nil) async throws {
        try await change(runOf: id, .phase, lease: lease) { try $0.complete(try $0.phase(id)) }
    }

    /// Fails a phase by hand.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/illegalTransition(_:)`` unless it is in progress; ``StateError/leaseLost(_:)``.
    public func failPhase(_ id: Phase.ID, lease: Lease? = nil) async throws {
        try await change(runOf: id, .phase, lease: lease) { try $0.fail(try $0.phase(id)) }
    }

    /// Counts a retry by hand.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/illegalTransition(_:)`` unless it is in progress; ``StateError/leaseLost(_:)``.
    public func retryPhase(_ id: Phase.ID, lease: Lease? = nil) async throws {
        try await change(runOf: id, .phase, lease: lease) { try $0.retry(try $0.phase(id)) }
    }

    /// Remembers the branch of a phase.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/invalid(_:)`` for a name that is no text or too long; ``StateError/leaseLost(_:)``.
    public func setBranch(_ branch: String, of id: Phase.ID, lease: Lease? = nil) async throws {
        var validation = Validation()
        validation.name(branch, "branch_name")
        try validation.check()
        try await change(runOf: id, .phase, lease: lease) { transaction in
            try transaction.update(try transaction.phase(id), [("branch_name", branch.sqlValue)], .phaseBranched)
        }
    }
}
