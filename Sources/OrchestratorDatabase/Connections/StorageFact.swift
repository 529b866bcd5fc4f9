/// A fact about how an engine keeps the data: for people who look after it.
public struct StorageFact: Sendable, Hashable {
    /// What it is, in snake_case, with its unit: `database_bytes`.
    public let name: String
    /// How much or which.
    public let value: SQLValue

    /// A fact of that name.
    public init(_ name: String, _ value: some SQLBindable) {
        self.name = name
        self.value = value.sqlValue
    }
}
