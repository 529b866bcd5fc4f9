internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// Looks whether the storage is sound: the engine's own check of its file, whether tables, columns, indexes and keys are there as they were made,
    /// references between rows, and what a takeover left without a place.
    ///
    /// Nothing is changed, and writers go on meanwhile. What the rows say is not looked at.
    /// - Returns: What was found; a problem of the storage is no error.
    /// - Throws: `DatabaseError` where the storage can't even be read so far.
    /// - Complexity: Reads the whole database.
    public func check() async throws -> StoreCheck {
        let schema = try await database.read { try $0.schemaProblems() }
        // Where a table or a column is missing, nothing that rests on them can be asked for.
        let isWhole = !schema.contains(where: \.isDamage)
        let takeover = isWhole ? try await takeover() : nil
        return try await database.read { connection in
            let lines = try connection.all(connection.dialect.integrityCheck) { try $0.text() }
            var broken: [String: Int] = [:]
            if isWhole, let check = connection.dialect.foreignKeyCheck {
                try connection.forEach(check) { broken[try $0.text(), default: 0] += 1 }
            }
            let unplaced = try !isWhole ? 0 : connection.first("SELECT COUNT(*) FROM unplaced_rows") { try $0.integer() }
            let problems = lines == ["ok"] ? [] : lines
            return StoreCheck(
                integrityProblems: problems, schemaProblems: schema.map(\.sentence),
                isDamaged: !isWhole || !broken.isEmpty || !problems.isEmpty && connection.dialect.integrityProblemsAreDamage,
                brokenReferences: broken, unplacedRows: unplaced ?? 0, takeover: takeover)
        }
    }
}
