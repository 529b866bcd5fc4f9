/// One thing that is wrong with a value that was handed in.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The name of the field, as in documents: `title`, `phases[2].intent`.
    public let field: String
    /// What is wrong with it, as the rest of a sentence that starts with the field: `must not be empty`.
    public let problem: String

    /// A violation from its two parts.
    public init(_ field: String, _ problem: String) {
        self.field = field
        self.problem = problem
    }

    /// `field problem`.
    public var description: String { "\(field) \(problem)" }
}
