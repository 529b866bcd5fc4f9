internal import OrchestratorDatabase

extension StatementCache {
    /// Looks the whole database through.
    ///
    /// - Throws: ``DatabaseError`` of kind `corrupt` where something is wrong.
    func checkIntegrity() throws {
        var problems: [String] = []
        try run("PRAGMA integrity_check(5)", []) { problems.append(try $0.text()) }
        guard problems == ["ok"] else {
            throw DatabaseError(
                .corrupt, at: location, "the database is damaged: restore a backup, or move the file away to begin anew",
                cause: problems.joined(separator: "; "))
        }
    }
}
