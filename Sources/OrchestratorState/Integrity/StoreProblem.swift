public import OrchestratorModel

/// Something that the store says of itself and that is not so.
public struct StoreProblem: Sendable, Hashable, Codable {
    /// What is wrong.
    public let kind: Kind
    /// The run it belongs to.
    public let run: String
    /// The entity that is affected.
    public let entity: EntityKind
    /// Its identity; of an event its number.
    public let id: String
    /// A sentence, safe to print: it holds names of columns, no values.
    public let problem: String
    /// The columns that the problem is about, with which the sentence begins; empty where it is about the row as a whole.
    private(set) var columns: [String] = []
    /// What is said of them, or of the row: the sentence without the columns.
    private(set) var predicate = ""

    /// What is wrong.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A table, a column, an index or a key is missing, or is not as it was made.
        case damagedSchema = "damaged_schema"
        /// An event does not follow the one before, or is not what was hashed: the history can be trusted up to there.
        case brokenLink = "broken_link"
        /// A row holds something else than its events tell.
        case changedRow = "changed_row"
        /// A row of which events tell is not there.
        case missingRow = "missing_row"
        /// A row is there of which no event tells, or whose run is gone.
        case unexpectedRow = "unexpected_row"
        /// A number that is kept in a row is not what a count gives.
        case wrongCounter = "wrong_counter"
        /// A column that is derived from rows and events, and steers who takes a run, is not what they give.
        case wrongColumn = "wrong_column"
        /// The file of an artifact is not there.
        case missingArtifact = "missing_artifact"
        /// The file of an artifact is not what was written.
        case changedArtifact = "changed_artifact"
        /// What is under the name of an artifact's file can't be read: a link, a directory, a file of somebody else's, a bad disk.
        case unreadableArtifact = "unreadable_artifact"
        /// A run is not found by a word or label that it has, or found by one that it does not have.
        case wrongTerms = "wrong_terms"
        /// A run does not stand in lists where its time of creation puts it.
        case wrongPosition = "wrong_position"
    }

    init(_ kind: Kind, run: String, _ entity: EntityKind, _ id: String, columns: [String] = [], _ predicate: String) {
        self.kind = kind
        self.run = run
        self.entity = entity
        self.id = id
        self.columns = columns
        self.predicate = predicate
        problem = columns.isEmpty ? predicate : "\(columns.joined(separator: ", ")) \(predicate)"
    }

    enum CodingKeys: String, CodingKey {
        case kind, entity, problem
        case run = "run_id"
        case id = "entity_id"
    }
}
