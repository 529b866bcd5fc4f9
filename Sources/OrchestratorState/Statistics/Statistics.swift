public import OrchestratorDatabase
public import OrchestratorModel

/// What the store holds.
public struct Statistics: Sendable {
    /// Runs by status; a status without runs is left out.
    public let runs: [Run.Status: Int]
    /// The number of rows of each table.
    public let rows: [(table: String, count: Int)]
    /// How the engine keeps them.
    public let storage: [StorageFact]

    init(runs: [Run.Status: Int], rows: [(String, Int)], storage: [StorageFact]) {
        self.runs = runs
        self.rows = rows.map { (table: $0.0, count: $0.1) }
        self.storage = storage
    }
}
