internal import OrchestratorDatabase

extension StateManager {
    /// Copies the store's rows, as they are at one moment, into a new file, while runs go on. The files of artifacts are not in it.
    ///
    /// What was acknowledged before the call is in the copy, and a file of that name is a whole copy, which `db restore` takes back.
    /// - Parameter path: Where the copy goes. A file that is there is left alone.
    /// - Throws: `DatabaseError`; of kind `conflict` where something of that name is there.
    public func backUp(to path: String) async throws { try await database.backUp(to: path) }

    /// Gives storage that nothing uses any more back to the system, in steps between which others write.
    ///
    /// - Returns: How many bytes were given back.
    /// - Throws: `DatabaseError`.
    public func vacuum() async throws -> Int { try await database.vacuum() }
}
