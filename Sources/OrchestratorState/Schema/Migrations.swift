internal import OrchestratorDatabase

/// The steps of the schema, in order. A step that has been released never changes.
enum Migrations {
    static let all = [
        Migration("0001 runs, phases, executions, findings, artifacts, interventions, events") { dialect in
            Tables.all(in: dialect).flatMap { $0.creation(in: dialect) }
        }
    ]
}
