internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Phases with their dependencies, by number.
    func findPhases(where condition: SQLStatement) throws -> [Phase] {
        var phases = try findAll(Phase.self, where: condition, orderedBy: "run_id, number")
        guard let run = phases.first?.runID else { return [] }
        let only: SQLStatement = phases.count == 1 ? "AND number = \(phases[0].number)" : ""
        let edges = try all(
            "SELECT number, depends_on FROM phase_dependencies WHERE run_id = \(run) \(only) ORDER BY number, depends_on"
        ) { (try $0.integer(), try $0.integer()) }
        let dependencies = Dictionary(grouping: edges, by: \.0).mapValues { $0.map(\.1) }
        for index in phases.indices { phases[index].dependencies = dependencies[phases[index].number] ?? [] }
        return phases
    }

    /// Inserts a phase and the rows of its dependencies.
    func insertWithDependencies(_ phase: Phase) throws {
        try insert(phase)
        for dependency in phase.dependencies {
            try execute(
                """
                INSERT INTO phase_dependencies (run_id, number, depends_on) VALUES (\(phase.runID), \(phase.number), \(dependency))
                """)
        }
    }
}
