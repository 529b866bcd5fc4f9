internal import OrchestratorDatabase
public import OrchestratorModel

/// A row of a database that was taken over, or of a run that the Python program exported, which has no place here, or not as it was: kept whole,
/// with the reason.
public struct UnplacedRow: Hashable, Sendable, Codable {
    /// The table it stood in; `document` for a part of an export that is no row.
    public let table: String
    /// Its identity there; empty where it had none. The path of a part that is no row.
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

    /// Reads the columns after the number.
    init(row: inout SQLRow) throws {
        self.init(table: try row.text(), id: try row.text(), document: try row.json(), problem: try row.text())
    }
}
