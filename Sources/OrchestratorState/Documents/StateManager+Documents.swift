internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// A whole run as one value, from one snapshot.
    ///
    /// - Parameter includingEvents: Whether the history is part of it.
    /// - Returns: `nil` where there is no such run.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Linear in the run, all of which is in memory: for reports, not for looking something up.
    public func document(of id: Run.ID, includingEvents: Bool = false) async throws -> RunDocument? {
        try await database.read { connection in
            try undamaged(.run, id.description) {
                guard let run = try connection.find(ConfiguredRun.self, where: "run_id = \(id)") else { return nil }
                return RunDocument(
                    run: run.run, configuration: run.configuration, phases: try connection.phaseDocuments(of: id),
                    artifacts: try connection.findAll(Artifact.self, where: "run_id = \(id)", orderedBy: "artifact_id"),
                    events: includingEvents ? try connection.findAll(Event.self, where: "run_id = \(id)", orderedBy: "sequence") : nil)
            }
        }
    }
}

extension SQLConnection {
    /// The phases of a run with all that belongs to them, in five queries however many there are.
    func phaseDocuments(of run: Run.ID, includingFindings: Bool = true) throws -> [RunDocument.PhaseDocument] {
        let findings = includingFindings ? try findingsByExecution(of: run) : [:]
        let executions = Dictionary(
            grouping: try findAll(Execution.self, where: "run_id = \(run)", orderedBy: "pass_number"), by: \.phaseID)
        let interventions = Dictionary(
            grouping: try findAll(ManualIntervention.self, where: "run_id = \(run)", orderedBy: "intervention_id"), by: \.phaseID)
        let revisions = Dictionary(
            grouping: try findAll(
                SpecRevision.self, where: "phase_id IN (SELECT phase_id FROM phases WHERE run_id = \(run))", orderedBy: "revision"),
            by: \.phaseID)
        return try findPhases(where: "run_id = \(run)").map { phase in
            RunDocument.PhaseDocument(
                phase: phase,
                executions: (executions[phase.id] ?? []).map { .init(execution: $0, findings: findings[$0.id] ?? []) },
                interventions: interventions[phase.id] ?? [], specRevisions: revisions[phase.id] ?? [])
        }
    }
}
