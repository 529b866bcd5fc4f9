internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// Puts a question about a phase to a human.
    mutating func open(_ reason: ManualIntervention.Reason, about phase: Phase.ID, expiresAt: Timestamp? = nil) throws {
        let intervention = ManualIntervention(
            id: ManualIntervention.ID(at: now), phaseID: phase, reason: reason, status: .pending, expiresAt: expiresAt, createdAt: now)
        try connection.insert(intervention, extra: [("run_id", head.id.sqlValue)])
        try record(.interventionOpened, .intervention, intervention.id.description, ["intervention": intervention.document])
    }

    /// Ends a question whose time is over.
    mutating func expire(_ intervention: ManualIntervention) throws {
        try update(
            intervention, [("status", .choice(ManualIntervention.Status.expired)), ("resolved_at", now.sqlValue)], .interventionExpired)
    }

    /// Changes columns of an intervention whose status is still the one that was read.
    mutating func update(_ intervention: ManualIntervention, _ values: ColumnValues, _ kind: Event.Kind) throws {
        let changed = try connection.update(
            Tables.interventions, set: values,
            where: "intervention_id = \(intervention.id) AND status = \(intervention.status.rawValue)")
        guard changed == 1 else {
            throw StateError.conflict("intervention \(intervention.id.short) was changed by another process")
        }
        try record(
            kind, .intervention, intervention.id.description,
            ["intervention": Tables.interventions.document(values).naming("intervention_id", intervention.id)])
    }

    /// Lets an execution use the answers that wait for one.
    mutating func consumeAnswers(of phase: Phase.ID, by execution: Execution.ID) throws {
        let waiting = try connection.findAll(
            ManualIntervention.self,
            where: """
                phase_id = \(phase) AND status = 'resolved' AND action IN ('resume', 'modify_spec') AND consumed_by IS NULL
                """, orderedBy: "intervention_id")
        for intervention in waiting {
            try update(intervention, [("consumed_by", execution.sqlValue)], .interventionConsumed)
        }
    }
}
