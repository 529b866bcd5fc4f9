/// A change of status that the transition table does not have.
public struct IllegalTransition: Hashable, Sendable, CustomStringConvertible {
    /// What was to change.
    public let kind: EntityKind
    /// The short identifier of the row.
    public let id: String
    /// The status that the row has.
    public let from: String
    /// The status that was asked for.
    public let to: String
    /// The statuses that may follow `from`.
    public let legal: [String]

    /// An error from its parts.
    public init(_ kind: EntityKind, id: String, from: String, to: String, legal: [String]) {
        self.kind = kind
        self.id = id
        self.from = from
        self.to = to
        self.legal = legal
    }

    /// Names both statuses and the legal ones.
    public var description: String {
        let next = legal.isEmpty ? "nothing may follow '\(from)'" : "from '\(from)' it may become \(legal.joined(separator: ", "))"
        return "\(kind) \(id) is '\(from)' and can't become '\(to)': \(next)"
    }
}
