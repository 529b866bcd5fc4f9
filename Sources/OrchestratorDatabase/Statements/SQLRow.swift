/// A row of a result, read column by column in the order of the statement.
public struct SQLRow: Sendable {
    private let values: [SQLValue]
    private var position = 0

    /// A row of those values.
    public init(values: [SQLValue]) {
        self.values = values
    }

    /// The value of the next column.
    public mutating func next() throws(SQLRowError) -> SQLValue {
        guard position < values.count else { throw SQLRowError(column: position, expected: "a column") }
        position += 1
        return values[position - 1]
    }

    /// The text of the next column.
    public mutating func text() throws(SQLRowError) -> String {
        guard case .text(let text) = try next() else { throw mismatch("text") }
        return text
    }

    /// The text of the next column, or `nil` for NULL.
    public mutating func optionalText() throws(SQLRowError) -> String? {
        switch try next() {
        case .null: return nil
        case .text(let text): return text
        default: throw mismatch("text or NULL")
        }
    }

    /// The whole number of the next column.
    public mutating func integer() throws(SQLRowError) -> Int {
        guard case .integer(let number) = try next() else { throw mismatch("an integer") }
        return Int(number)
    }

    /// The whole number of the next column, or `nil` for NULL.
    public mutating func optionalInteger() throws(SQLRowError) -> Int? {
        switch try next() {
        case .null: return nil
        case .integer(let number): return Int(number)
        default: throw mismatch("an integer or NULL")
        }
    }

    /// The truth value of the next column, which must be 0 or 1.
    public mutating func boolean() throws(SQLRowError) -> Bool {
        switch try integer() {
        case 0: return false
        case 1: return true
        default: throw mismatch("0 or 1")
        }
    }

    /// An error about the column that was read last.
    public func mismatch(_ expected: String) -> SQLRowError {
        SQLRowError(column: position - 1, expected: expected)
    }
}
