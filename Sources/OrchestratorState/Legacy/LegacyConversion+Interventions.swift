internal import OrchestratorDatabase
internal import OrchestratorModel

extension LegacyConversion {
    /// Puts the questions to humans below their phases.
    mutating func placeInterventions(_ phases: inout [RunDocument.PhaseDocument], inEndedRun isEnded: Bool) {
        let rows = Dictionary(grouping: legacy.interventions) { phase(of: $0) }
        for index in phases.indices {
            let executions = phases[index].executions.map(\.execution)
            for row in rows[phases[index].phase.id] ?? [] {
                guard !row.id.isEmpty else {
                    report(row, "it has no identity")
                    continue
                }
                var reading = LegacyReading(row, zone)
                phases[index].interventions.append(intervention(&reading, of: phases[index].phase, executions, inEndedRun: isEnded))
                report(reading)
            }
            phases[index].interventions.sort { $0.id < $1.id }
        }
    }

    private func intervention(
        _ reading: inout LegacyReading, of phase: Phase, _ executions: [Execution], inEndedRun isEnded: Bool
    ) -> ManualIntervention {
        let createdAt = reading.time("created_at", else: phase.completedAt ?? phase.createdAt)
        var resolvedAt = reading.time("resolved_at")
        var action: ManualIntervention.Action?
        if let text = reading.row.text("action_taken") {
            action = ManualIntervention.Action(rawValue: text)
            if action == nil { reading.note("action_taken is '\(Printable.escaped(String(text.prefix(60))))', which is no answer here") }
        }
        var status: ManualIntervention.Status = action != nil || resolvedAt != nil ? .resolved : .pending
        if status == .pending, isEnded {
            reading.note("it is not answered in a run that has ended: taken as expired")
            status = .expired
        }
        if status != .pending, resolvedAt == nil { resolvedAt = createdAt }
        // An answer that a pass has followed was used by it; one that none has followed waits for the next.
        let user = action == .resume || action == .modifySpec ? executions.first { $0.startedAt >= (resolvedAt ?? createdAt) } : nil
        return ManualIntervention(
            id: identifier(&reading), phaseID: phase.id, reason: reading.choice("reason", else: .criticalError), status: status,
            action: action, notes: reading.text("notes"), consumedBy: user?.id, createdAt: createdAt, resolvedAt: resolvedAt)
    }
}
