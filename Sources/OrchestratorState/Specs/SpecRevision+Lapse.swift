internal import OrchestratorDatabase
internal import OrchestratorModel

extension SpecRevision {
    /// Whether an answer gave it: both are written in one transaction, which has one time.
    func isGiven(by answer: ManualIntervention) -> Bool {
        answer.action == .modifySpec && answer.phaseID == phaseID && answer.resolvedAt == createdAt
    }

    /// The number of the revision that holds once answers have lapsed unused: the last one that none of them gave, 0 where there is none.
    static func holding(of revisions: [SpecRevision], lapsed: [ManualIntervention]) -> Int {
        revisions.last { revision in !lapsed.contains { revision.isGiven(by: $0) } }?.revision ?? 0
    }
}

extension RunTransaction {
    /// Takes the text back that an answer gave, which lapsed unused: the phase goes on with the one before. The revision itself stays.
    ///
    /// - Returns: What changed of the phase; `nil` where nothing did.
    mutating func takeBackSpec(of lapsed: ManualIntervention) throws -> String? {
        let phase = try phase(lapsed.phaseID)
        let revisions = try connection.findAll(SpecRevision.self, where: "phase_id = \(phase.id)", orderedBy: "revision")
        let earlier = try connection.findAll(
            ManualIntervention.self, where: "phase_id = \(phase.id) AND status = 'expired' AND action = 'modify_spec'", orderedBy: "intervention_id")
        let holding = SpecRevision.holding(of: revisions, lapsed: earlier + [lapsed])
        guard holding != phase.specRevision else { return nil }
        let values: ColumnValues = [("spec_revision", holding.sqlValue)]
        try connection.update(Tables.phases, set: values, where: "phase_id = \(phase.id)")
        return Tables.phases.document([("phase_id", phase.id.sqlValue)] + values)
    }

    /// Ends the answers about a phase that gave it another text and have lapsed unused.
    ///
    /// - Returns: Whether there was one.
    mutating func expireLapsedSpecs(of phase: Phase.ID) throws -> Bool {
        let lapsed = try connection.findAll(
            ManualIntervention.self,
            where: "phase_id = \(phase) AND status = 'resolved' AND action = 'modify_spec' AND consumed_by IS NULL AND expires_at <= \(now)",
            orderedBy: "intervention_id")
        for answer in lapsed { try expire(answer) }
        return !lapsed.isEmpty
    }
}
