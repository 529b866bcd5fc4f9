/// Something that a database does not have as a table's description says.
public struct SchemaProblem: Sendable, Hashable {
    /// A sentence; where it can be mended without a backup, with the way to do it.
    public let sentence: String
    /// Whether what is stored may be lost or wrong by it. An index that is missing can be made again.
    public let isDamage: Bool
}
