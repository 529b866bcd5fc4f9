/// A column does not hold what the program wrote into it: the database was changed by something else.
public struct SQLRowError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The position of the column in the statement, from 0.
    public let column: Int
    /// Its name; `nil` where the row does not know it.
    public let name: String?
    /// What should be there.
    public let expected: String
    /// What the row begins with, by which it can be found; `nil` where that is no text, or is not known.
    public let key: Key?

    /// A column that names a row, and what it holds.
    public struct Key: Hashable, Sendable {
        /// The name of the column.
        public let column: String
        /// The text in it.
        public let text: String
    }

    init(column: Int, name: String? = nil, expected: String, key: Key? = nil) {
        self.column = column
        self.name = name
        self.expected = expected
        self.key = key
    }

    /// Names the column, not its value.
    public var description: String { "\(name ?? "column \(column + 1) of the result") is not \(expected)" }
}
