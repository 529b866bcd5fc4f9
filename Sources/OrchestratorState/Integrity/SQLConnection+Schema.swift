internal import OrchestratorDatabase

extension SQLConnection {
    /// What is missing of the tables of the program, or is not as it was made.
    func schemaProblems() throws -> [SchemaProblem] {
        let stored = try StoredSchema(self)
        return Tables.all(in: dialect).flatMap { stored.problems(of: $0, in: dialect) }
    }
}
