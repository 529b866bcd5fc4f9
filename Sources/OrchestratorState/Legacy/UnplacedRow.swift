public import OrchestratorModel

/// A row of a database that was taken over which has no place here, or not as it was: kept whole, with the reason.
public struct UnplacedRow: Hashable, Sendable, Codable {
    /// The table it stood in.
    public let table: String
    /// Its identity there; empty where it had none.
    public let id: String
    /// All its columns.
    public let document: JSONValue
    /// What is wrong with it, in words.
    public let problem: String

    /// An unplaced row.
    init(table: String, id: String, document: JSONValue, problem: String) {
        self.table = table
        self.id = id
        self.document = document
        self.problem = problem
    }

    init(_ row: LegacyRow, _ problem: String) {
        self.init(table: row.table, id: row.id, document: row.document, problem: problem)
    }
}
