/// Who did something.
public struct Actor: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What kind of party it is.
    public let kind: Kind
    /// Its name.
    public let name: String

    /// What kind of party it is.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A process of this product that carries runs out.
        case worker
        /// A human.
        case user
        /// A coding agent.
        case agent
    }

    /// An actor of that kind and name.
    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// `kind:name`.
    public var description: String { "\(kind.rawValue):\(Printable.escaped(name))" }
}
