/// A row of a result, read column by column in the order of the statement.
///
/// It is lent to a body, like the connection, and must not outlive it.
public struct SQLRow {
    private let source: (any SQLRowSource)?
    /// The columns, where there is no source.
    private let values: [SQLValue]
    /// The names of the columns, where there is no source and somebody knows them.
    private let names: [String]
    private let count: Int
    private var position = 0

    /// A row of those values.
    ///
    /// - Parameter names: Those of the columns, for errors; empty where they are not known.
    public init(values: [SQLValue], names: [String] = []) {
        source = nil
        self.values = values
        self.names = names
        count = values.count
    }

    /// The row that a source is at.
    public init(_ source: any SQLRowSource) {
        self.source = source
        values = []
        names = []
        count = source.columnCount
    }

    /// The value of the next column.
    public mutating func next() throws(SQLRowError) -> SQLValue {
        let column = try advance()
        return source?.value(at: column) ?? values[column]
    }

    /// The text of the next column.
    public mutating func text() throws(SQLRowError) -> String {
        guard let text = text(at: try advance()) else { throw mismatch("text") }
        return text
    }

    /// The text of the next column, or `nil` for NULL.
    public mutating func optionalText() throws(SQLRowError) -> String? {
        let column = try advance()
        if isNull(at: column) { return nil }
        guard let text = text(at: column) else { throw mismatch("text or NULL") }
        return text
    }

    /// Lends the bytes of the text of the next column, without making a text of them; `nil` for NULL.
    ///
    /// - Parameters:
    ///   - expected: What the column must hold, for the error where it does not.
    ///   - accept: Takes the bytes, and says whether they are what is expected.
    public mutating func withText(_ expected: String, _ accept: (UnsafeBufferPointer<UInt8>?) -> Bool) throws(SQLRowError) {
        let column = try advance()
        let isAccepted: Bool
        if let source {
            if let bytes = source.text(at: column) { isAccepted = accept(bytes) } else { isAccepted = source.isNull(at: column) && accept(nil) }
        } else {
            switch values[column] {
            case .text(var text): isAccepted = text.withUTF8 { accept($0) }
            case .null: isAccepted = accept(nil)
            default: isAccepted = false
            }
        }
        guard isAccepted else { throw mismatch(expected) }
    }

    /// The whole number of the next column.
    public mutating func integer() throws(SQLRowError) -> Int {
        guard let number = integer(at: try advance()) else { throw mismatch("an integer") }
        return Int(number)
    }

    /// The whole number of the next column, or `nil` for NULL.
    public mutating func optionalInteger() throws(SQLRowError) -> Int? {
        let column = try advance()
        if isNull(at: column) { return nil }
        guard let number = integer(at: column) else { throw mismatch("an integer or NULL") }
        return Int(number)
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
        var key: SQLRowError.Key?
        if let name = source?.name(of: 0), let text = text(at: 0) { key = SQLRowError.Key(column: name, text: text) }
        return SQLRowError(column: position - 1, name: name(of: position - 1), expected: expected, key: key)
    }

    private func name(of column: Int) -> String? { source?.name(of: column) ?? (column < names.count ? names[column] : nil) }

    private mutating func advance() throws(SQLRowError) -> Int {
        guard position < count else { throw SQLRowError(column: position, expected: "a column") }
        position += 1
        return position - 1
    }

    private func isNull(at column: Int) -> Bool { source?.isNull(at: column) ?? (values[column] == .null) }

    private func integer(at column: Int) -> Int64? {
        if let source { return source.integer(at: column) }
        guard case .integer(let number) = values[column] else { return nil }
        return number
    }

    /// Text that is no UTF-8 was not written by this program, and is none to whoever expects text.
    private func text(at column: Int) -> String? {
        if let source { return source.text(at: column).flatMap(UTF8Check.text) }
        guard case .text(let text) = values[column] else { return nil }
        return text
    }
}
