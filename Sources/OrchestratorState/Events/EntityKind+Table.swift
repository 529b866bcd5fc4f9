internal import OrchestratorDatabase
internal import OrchestratorModel

extension EntityKind {
    /// The table that holds the rows which events tell; events themselves are told by none.
    var table: TableDefinition? {
        switch self {
        case .run: Tables.configuredRuns
        case .phase: Tables.phases
        case .execution: Tables.executions
        case .finding: Tables.findings
        case .artifact: Tables.artifacts
        case .intervention: Tables.interventions
        case .specRevision: Tables.specRevisions
        case .event: nil
        }
    }

    /// What a revision of a spec is known by, which has no identity of its own.
    static func key(ofRevision revision: Int, phase: String) -> String { "\(phase) \(revision)" }
}
