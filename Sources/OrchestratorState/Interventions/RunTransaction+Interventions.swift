internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// Puts a question about a phase to a human.
    @discardableResult
    mutating func open(
        _ reason: ManualIntervention.Reason, about phase: Phase.ID, expiresAt: Timestamp? = nil
    ) throws -> ManualIntervention.ID {
        let intervention = ManualIntervention(
            id: ManualIntervention.ID(at: now), phaseID: phase, reason: reason, status: .pending, expiresAt: expiresAt, createdAt: now)
        try connection.insert(intervention, hidden: [head.id.sqlValue])
        try record(.interventionOpened, .intervention, intervention.id.description, ["intervention": intervention.document])
        return intervention.id
    }

    /// Ends a question, or an answer that nothing has used, whose time is over. The text that such an answer gave holds no more.
    mutating func expire(_ intervention: ManualIntervention) throws {
        var values: ColumnValues = [("status", .choice(ManualIntervention.Status.expired))]
        // That of an answer stays: when it lapsed is known from its expiry.
        if intervention.status == .pending { values.append(("resolved_at", now.sqlValue)) }
        let restored = intervention.status == .resolved && intervention.action == .modifySpec ? try takeBackSpec(of: intervention) : nil
        try update(intervention, values, .interventionExpired, phase: restored)
    }

    /// Changes columns of an intervention whose status is still the one that was read.
    ///
    /// - Parameter phase: What the event tells of the phase besides: the canonical text of its changes.
    mutating func update(
        _ intervention: ManualIntervention, _ values: ColumnValues, _ kind: Event.Kind, phase: String? = nil
    ) throws {
        let changed = try connection.update(
            Tables.interventions, set: values,
            where: "intervention_id = \(intervention.id) AND status = \(intervention.status.rawValue)")
        guard changed == 1 else {
            throw StateError.conflict("intervention \(intervention.id.short) was changed by another process")
        }
        let document = Tables.interventions.document([("intervention_id", intervention.id.sqlValue)] + values)
        if let phase {
            try record(kind, .intervention, intervention.id.description, ["intervention": document, "phase": phase])
        } else {
            try record(kind, .intervention, intervention.id.description, ["intervention": document])
        }
    }

    /// Lets an execution use the answers that wait for one. They grant the retries anew.
    mutating func consumeAnswers(of phase: Phase, by execution: Execution.ID) throws {
        let waiting = try connection.findAll(
            ManualIntervention.self,
            where: """
                phase_id = \(phase.id) AND status = 'resolved' AND action IN ('resume', 'modify_spec') AND consumed_by IS NULL
                    AND (expires_at IS NULL OR expires_at > \(now))
                """, orderedBy: "intervention_id")
        var granted: String?
        if !waiting.isEmpty, phase.retryCount > 0 {
            let values: ColumnValues = [("retry_count", 0.sqlValue)]
            try connection.update(Tables.phases, set: values, where: "phase_id = \(phase.id)")
            granted = Tables.phases.document([("phase_id", phase.id.sqlValue)] + values)
        }
        for intervention in waiting {
            try update(intervention, [("consumed_by", execution.sqlValue)], .interventionConsumed, phase: granted)
            granted = nil
        }
    }
}
