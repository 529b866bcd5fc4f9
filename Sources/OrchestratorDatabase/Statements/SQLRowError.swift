/// A column does not hold what the program wrote into it: the database was changed by something else.
public struct SQLRowError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The position of the column in the statement, from 0.
    public let column: Int
    /// What should be there.
    public let expected: String

    /// Names the column by its position, not its value.
    public var description: String { "column \(column + 1) of the result is not \(expected)" }
}
