/// What was copied from one store into another.
public struct StoreMove: Hashable, Sendable {
    /// How many rows of each table, those that have none left out.
    public var rows: [String: Int] = [:]
    /// How many contents of artifacts.
    public var contents = 0
    /// Artifacts whose content the source does not have any more, in sentences. Their rows were copied.
    public var problems: [String] = []
    /// What a look through the copy found, once it was committed.
    public var verification = IntegrityReport()
}
