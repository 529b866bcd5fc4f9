internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Starts the next pass at a phase that is in progress, with its prompt. Answers of humans that wait for an execution are consumed by it; the text
    /// of one that has lapsed is not.
    ///
    /// - Returns: The execution as stored; its pass number is the next one of the phase.
    /// - Throws: ``StateError/conflict(_:)`` while another execution of the phase is running, or where phase or run are not being carried
    ///   out, or where the revision of the spec that the draft names is not the one that holds; ``StateError/invalid(_:)``, ``StateError/notFound(_:_:)``, ``StateError/leaseLost(_:)``, `DatabaseError`.
    public func startExecution(of phase: Phase.ID, _ draft: ExecutionDraft, lease: Lease? = nil) async throws -> Execution {
        try draft.check()
        return try await change(runOf: phase, .phase, lease: lease) { transaction in
            try transaction.checkIsExecuting()
            var phase = try transaction.phase(phase)
            // Most phases go by the plan, and have nothing to ask for.
            if phase.specRevision > 0, try transaction.expireLapsedSpecs(of: phase.id) { phase = try transaction.phase(phase.id) }
            guard phase.status == .inProgress else {
                throw StateError.conflict(
                    "phase \(phase.number) is \(phase.status.rawValue): a pass can only be made at a phase in progress")
            }
            guard draft.specRevision.map({ $0 == phase.specRevision }) ?? true else {
                throw StateError.conflict("the spec of phase \(phase.number) is another one by now: the answer that gave it lapsed")
            }
            let (passes, running) =
                try transaction.connection.first(
                    """
                    SELECT COALESCE(MAX(pass_number), 0), COUNT(*) FILTER (WHERE status = 'running')
                    FROM executions WHERE phase_id = \(phase.id)
                    """
                ) { (try $0.integer(), try $0.integer()) } ?? (0, 0)
            guard running == 0 else { throw StateError.conflict("another pass at phase \(phase.number) is running") }
            let pass = try StateError.number(after: passes, "pass_number", .phase, phase.id.short)
            let execution = Execution(
                id: draft.id, phaseID: phase.id, passNumber: pass, status: .running, verification: .pending, mode: draft.mode,
                agent: draft.agent, specRevision: phase.specRevision, leaseEpoch: lease?.epoch ?? 0,
                promptArtifactID: draft.prompt?.id, baseCommit: draft.baseCommit, worktree: draft.worktree, startedAt: transaction.now)
            try transaction.connection.insert(execution, hidden: [phase.runID.sqlValue])
            transaction.count(.executions(.running))
            try transaction.record(
                .executionStarted, .execution, execution.id.description, ["execution": execution.document])
            if let prompt = draft.prompt { try transaction.insert(prompt, phase: phase.id, execution: execution.id) }
            try transaction.consumeAnswers(of: phase, by: execution.id)
            return execution
        }
    }

    /// Ends an execution whose agent ended well; its verification is pending.
    ///
    /// - Throws: ``StateError/illegalTransition(_:)`` unless it is running; ``StateError/invalid(_:)``, ``StateError/notFound(_:_:)``,
    ///   ``StateError/leaseLost(_:)``, `DatabaseError`.
    public func completeExecution(_ id: Execution.ID, _ result: ExecutionResult, lease: Lease? = nil) async throws {
        try result.check()
        try await change(runOf: id, .execution, lease: lease) { try $0.end(try $0.execution(id), .completed, result) }
    }

    /// Ends an execution whose agent could not be started, ended badly or took too long, and says what becomes of the phase.
    ///
    /// - Throws: ``StateError/illegalTransition(_:)`` unless it is running; ``StateError/invalid(_:)``, ``StateError/notFound(_:_:)``,
    ///   ``StateError/leaseLost(_:)``, `DatabaseError`.
    public func failExecution(
        _ id: Execution.ID, _ result: ExecutionResult, phase outcome: PhaseOutcome, lease: Lease? = nil
    ) async throws {
        try result.check()
        try outcome.check()
        try await change(runOf: id, .execution, lease: lease) { transaction in
            let execution = try transaction.execution(id)
            try transaction.end(execution, .failed, result)
            try transaction.apply(outcome, to: execution.phaseID)
        }
    }

    /// Ends an execution that was stopped from outside. It does not use up a retry.
    ///
    /// - Throws: ``StateError/illegalTransition(_:)`` unless it is running; ``StateError/invalid(_:)``, ``StateError/notFound(_:_:)``,
    ///   ``StateError/leaseLost(_:)``, `DatabaseError`.
    public func interruptExecution(_ id: Execution.ID, _ result: ExecutionResult, lease: Lease? = nil) async throws {
        try result.check()
        try await change(runOf: id, .execution, lease: lease) { try $0.end(try $0.execution(id), .interrupted, result) }
    }

    /// Records what verification says of a completed execution and what becomes of its phase: findings, resolved findings, verdict, files and
    /// phase in one transaction.
    ///
    /// - Returns: The findings as stored, in the order given.
    /// - Throws: ``StateError/conflict(_:)`` unless the execution is completed and its verification pending;
    ///   ``StateError/illegalTransition(_:)`` where the phase can't become that; ``StateError/invalid(_:)``, ``StateError/notFound(_:_:)``,
    ///   ``StateError/leaseLost(_:)``, `DatabaseError`.
    /// - Complexity: Linear in the findings.
    public func recordVerification(
        of id: Execution.ID, _ verification: VerificationRecord, lease: Lease? = nil
    ) async throws -> [Finding] {
        try verification.check()
        let report = FindingReport(verification.findings, knownTerms)
        return try await change(runOf: id, .execution, lease: lease) { transaction in
            let execution = try transaction.execution(id)
            guard execution.status == .completed, execution.verification == .pending else {
                throw StateError.conflict("execution \(id.short) is verified already, or did not end well")
            }
            let findings = try transaction.add(report, to: id, of: execution.phaseID, try transaction.waivers())
            try transaction.resolve(verification.resolved, by: id)
            for file in verification.files { try transaction.insert(file, phase: execution.phaseID, execution: id) }
            var values: ColumnValues = [("verification", .choice(verification.verdict))]
            if let checkout = verification.checkout {
                values += [("head_commit", checkout.headCommit.sqlValue), ("changes_digest", checkout.changesDigest.sqlValue)]
            }
            try transaction.update(execution, values, .executionVerified)
            try transaction.apply(verification.outcome, to: execution.phaseID)
            return findings
        }
    }

    /// The execution of that identity; `nil` where there is none.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func execution(_ id: Execution.ID) async throws -> Execution? {
        try await database.read { connection in
            try undamaged(.execution, id.description) { try connection.find(Execution.self, where: "execution_id = \(id)") }
        }
    }

    /// The last execution of a phase; `nil` before the first one, and where there is no such phase.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func latestExecution(of phase: Phase.ID) async throws -> Execution? {
        try await database.read { connection in
            try undamaged(.phase, phase.description) {
                try connection.find(
                    Execution.self,
                    where: "phase_id = \(phase) AND pass_number = (SELECT MAX(pass_number) FROM executions WHERE phase_id = \(phase))")
            }
        }
    }

    /// The executions of a phase, by pass. Empty where there is no such phase.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Linear in them.
    public func executions(of phase: Phase.ID) async throws -> [Execution] {
        try await database.read { connection in
            try undamaged(.phase, phase.description) {
                try connection.findAll(Execution.self, where: "phase_id = \(phase)", orderedBy: "pass_number")
            }
        }
    }
}
