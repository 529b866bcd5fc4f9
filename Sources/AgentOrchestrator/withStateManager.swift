public import OrchestratorModel
public import OrchestratorSQLite
public import OrchestratorState

/// Opens the store in an SQLite file, lends it to the body, and closes it when the body returns or throws.
///
/// The file is brought to the schema of this program first. A database of the Python Agent Orchestrator is taken over: copied beside itself, then
/// changed in one transaction; `StateManager.takeover()` tells what was done. Many processes may have one file open at the same time.
///
/// - Parameters:
///   - path: The file.
///   - artifacts: The directory for artifacts; it is made when the first is written.
///   - actor: Who acts: it stands in every event.
///   - opening: Whether the file, with the directories above it, is made where it is missing.
///   - clock: Tells the time.
///   - body: What the store is opened for. It must not keep the store: once it has returned, every operation throws.
/// - Returns: What the body returns, once the store is closed.
/// - Throws: What the body throws; `DatabaseError` where the store can't be opened or closed.
public func withStateManager<Value>(
    at path: String, artifacts: String, actor: Actor, _ opening: SQLiteDatabase.Opening = .createIfMissing,
    clock: any WallClock = SystemWallClock(), _ body: (StateManager) async throws -> Value
) async throws -> Value {
    let database = try SQLiteDatabase.open(path, opening, takingOver: StateManager.predecessors(clock: clock))
    do {
        let state = try await StateManager.open(database, artifacts: artifacts, actor: actor, clock: clock)
        let value = try await body(state)
        try await database.close()
        return value
    } catch {
        // The first error is the one that tells something.
        try? await database.close()
        throw error
    }
}
