/// What a look at the storage has found.
public struct StoreCheck: Hashable, Sendable {
    /// What the engine says against the file, in its words; none where it is sound.
    public let integrityProblems: [String]
    /// Tables, columns, indexes and keys that are missing, or are not as they were made; none where all are. What was added is no problem.
    public let schemaProblems: [String]
    /// Whether these problems are damage, after which what is stored may not be what was written. Otherwise each says how it is mended.
    public let isDamaged: Bool
    /// Tables with rows that refer to a row that is not there, and how many.
    public let brokenReferences: [String: Int]
    /// How many rows that were taken over from the Python program have no place here, or not as they were.
    public let unplacedRows: Int
    /// What was taken over; `nil` for a database that was made by this program.
    public let takeover: TakeoverReport?

    /// Whether the storage can be trusted. Rows without a place don't count against it.
    public var isSound: Bool { integrityProblems.isEmpty && schemaProblems.isEmpty && brokenReferences.isEmpty }
}
