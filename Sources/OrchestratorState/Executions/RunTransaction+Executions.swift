internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// The execution as it is in this transaction.
    func execution(_ id: Execution.ID) throws -> Execution {
        guard let execution = try connection.find(Execution.self, where: "execution_id = \(id)") else {
            throw StateError.notFound(.execution, id.description)
        }
        return execution
    }

    /// Ends a running execution.
    mutating func end(_ execution: Execution, _ status: Execution.Status, _ result: ExecutionResult) throws {
        guard Execution.transitions.allows(execution.status, to: status) else {
            throw IllegalTransition(execution, to: status).error
        }
        let verification: Execution.Verification = status == .completed ? .pending : .notRun
        let kind: Event.Kind =
            switch status {
            case .completed: .executionCompleted
            case .failed: .executionFailed
            case .interrupted, .running: .executionInterrupted
            }
        let isHandedBack = status == .interrupted && result.handedBack
        try update(
            execution,
            [
                ("status", .choice(status)), ("verification", .choice(verification)), ("exit_status", result.exitStatus.sqlValue),
                ("summary", result.summary.sqlValue), ("error_message", result.errorMessage.sqlValue),
                ("head_commit", result.headCommit.sqlValue), ("changes_digest", result.changesDigest.sqlValue),
                ("usage", result.usage.map { .json($0.document) } ?? .null), ("output_artifact_id", (result.output?.id).sqlValue),
                ("completed_at", now.sqlValue),
            ] + (isHandedBack ? [("handed_back", true.sqlValue)] : []), kind)
        count(.executions(execution.status), -1)
        count(.executions(status))
        if let usage = result.usage { count(Tally(usage)) }
        if let output = result.output { try insert(output, phase: execution.phaseID, execution: execution.id) }
    }

    /// Changes columns of an execution whose status is still the one that was read.
    mutating func update(_ execution: Execution, _ values: ColumnValues, _ kind: Event.Kind) throws {
        let changed = try connection.update(
            Tables.executions, set: values, where: "execution_id = \(execution.id) AND status = \(execution.status.rawValue)")
        guard changed == 1 else { throw IllegalTransition(execution, to: execution.status).error }
        try record(
            kind, .execution, execution.id.description,
            ["execution": Tables.executions.document([("execution_id", execution.id.sqlValue)] + values)])
    }

    /// Does to a phase what was decided.
    mutating func apply(_ outcome: PhaseOutcome, to id: Phase.ID) throws {
        let phase = try phase(id)
        switch outcome {
        case .complete: try complete(phase)
        case .retry: try retry(phase)
        case .fail(let reason, let message):
            try fail(phase)
            try open(reason, about: id)
            try pause(reason, message: message)
        }
    }
}

extension IllegalTransition {
    /// A change of an execution's status that is not legal.
    init(_ execution: Execution, to status: Execution.Status) {
        self.init(
            .execution, id: execution.id.short, from: execution.status.rawValue, to: status.rawValue,
            legal: Execution.transitions.successors(of: execution.status).map(\.rawValue))
    }
}
