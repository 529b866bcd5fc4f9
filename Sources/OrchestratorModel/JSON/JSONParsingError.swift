/// A text is not JSON.
public struct JSONParsingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The byte at which it was seen, from 0.
    public let offset: Int
    /// What is wrong there.
    public let problem: String

    /// A problem at that byte.
    package init(offset: Int, problem: String) {
        self.offset = offset
        self.problem = problem
    }

    /// The problem and where it is; nothing of the text itself.
    public var description: String { "not JSON at byte \(offset + 1): \(problem)" }
}
