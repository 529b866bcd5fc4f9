internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// The phase as it is in this transaction.
    func phase(_ id: Phase.ID) throws -> Phase {
        guard let phase = try connection.findPhases(where: "phase_id = \(id)").first else {
            throw StateError.notFound(.phase, id.description)
        }
        return phase
    }

    /// Changes a phase's status along the table, comparing what it is.
    mutating func move(_ phase: Phase, to status: Phase.Status, _ kind: Event.Kind, also values: ColumnValues = []) throws {
        guard Phase.transitions.allows(phase.status, to: status) else { throw IllegalTransition(phase, to: status).error }
        try update(phase, [("status", .choice(status))] + values, kind)
        count(.phases(phase.status, phase.size), -1)
        count(.phases(status, phase.size))
    }

    /// Changes columns of a phase whose status is still the one that was read.
    mutating func update(_ phase: Phase, _ values: ColumnValues, _ kind: Event.Kind) throws {
        let changed = try connection.update(
            Tables.phases, set: values, where: "phase_id = \(phase.id) AND status = \(phase.status.rawValue)")
        guard changed == 1 else { throw IllegalTransition(phase, to: phase.status).error }
        try record(kind, .phase, phase.id.description, ["phase": Tables.phases.document([("phase_id", phase.id.sqlValue)] + values)])
    }

    /// Completes a phase and counts it.
    mutating func complete(_ phase: Phase) throws {
        guard Phase.transitions.allows(phase.status, to: .completed) else { throw IllegalTransition(phase, to: .completed).error }
        try countCompletedPhase()
        let passes = try connection.first("SELECT MAX(pass_number) FROM executions WHERE phase_id = \(phase.id)") { try $0.optionalInteger() }
        count(.passesToGreen((passes ?? nil) ?? 0))
        try move(phase, to: .completed, .phaseCompleted, also: [("completed_at", now.sqlValue)])
    }

    /// Fails a phase.
    mutating func fail(_ phase: Phase) throws {
        try move(phase, to: .failed, .phaseFailed, also: [("completed_at", now.sqlValue)])
    }

    /// Gives a phase another pass.
    mutating func retry(_ phase: Phase) throws {
        guard phase.status == .inProgress else { throw IllegalTransition(phase, to: .inProgress).error }
        let retries = try StateError.number(after: phase.retryCount, "retry_count", .phase, phase.id.short)
        try move(phase, to: .inProgress, .phaseRetried, also: [("retry_count", retries.sqlValue)])
    }
}

extension IllegalTransition {
    /// A change of a phase's status that is not legal.
    init(_ phase: Phase, to status: Phase.Status) {
        self.init(
            .phase, id: phase.id.short, from: phase.status.rawValue, to: status.rawValue,
            legal: Phase.transitions.successors(of: phase.status).map(\.rawValue))
    }

    /// The error that holds it.
    var error: StateError { .illegalTransition(self) }
}
