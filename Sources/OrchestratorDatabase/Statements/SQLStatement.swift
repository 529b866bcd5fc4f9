/// A statement as a value: its text, and the values that its parameters are bound to.
///
/// What is interpolated is bound, never pasted:
/// `"SELECT title FROM runs WHERE run_id = \(id)"` has the text `SELECT title FROM runs WHERE run_id = $1`. Both engines know `$1`.
public struct SQLStatement: Sendable, Hashable {
    /// The text, with `$1`, `$2` … where the values go.
    public private(set) var text: String
    /// The values, in the order of their parameters.
    public private(set) var values: [SQLValue]

    /// A statement of fixed text, which must come from the program, not from input.
    public init(text: String) {
        self.init(text: text, values: [])
    }

    /// A statement of fixed text whose parameters are written in it already. The text must come from the program, not from input.
    public init(text: String, values: [SQLValue]) {
        self.text = text
        self.values = values
    }

    /// Appends another statement; its parameters are numbered on.
    public mutating func append(_ other: SQLStatement) {
        text += values.isEmpty || other.values.isEmpty ? other.text : Self.renumbered(other.text, by: values.count)
        values += other.values
    }

    /// Adds to the number of each parameter. In text of the program a `$` stands nowhere else.
    private static func renumbered(_ text: String, by count: Int) -> String {
        var parts = text.split(separator: "$", omittingEmptySubsequences: false)[...]
        var result = String(parts.popFirst() ?? "")
        for part in parts {
            let digits = part.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits) else { preconditionFailure("a '$' that is no parameter") }
            result += "$\(number + count)\(part[digits.endIndex...])"
        }
        return result
    }

    fileprivate mutating func reserve(_ literalCapacity: Int, values count: Int) {
        text.reserveCapacity(literalCapacity + 3 * count)
        values.reserveCapacity(count)
    }

    private mutating func append(text other: String) { text += other }

    private mutating func append(value: SQLValue) {
        values.append(value)
        text += "$"
        text += String(values.count)
    }
}

extension SQLStatement: ExpressibleByStringInterpolation {
    /// A statement of fixed text.
    public init(stringLiteral value: String) { self.init(text: value) }

    /// A statement of text and values.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.statement }

    /// Collects text and values.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement = SQLStatement(text: "")

        /// Begins an empty statement.
        public init(literalCapacity: Int, interpolationCount: Int) { statement.reserve(literalCapacity, values: interpolationCount) }

        /// Text of the program.
        public mutating func appendLiteral(_ literal: String) { statement.append(text: literal) }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) { statement.append(value: value.sqlValue) }

        /// Binds each value: `$1, $2, $3`. An empty list gives `NULL`, which equals nothing.
        public mutating func appendInterpolation(list values: some Collection<some SQLBindable>) {
            if values.isEmpty { statement.append(text: "NULL") }
            for (index, value) in values.enumerated() {
                if index > 0 { statement.append(text: ", ") }
                statement.append(value: value.sqlValue)
            }
        }

        /// Inserts another statement with its values.
        public mutating func appendInterpolation(_ other: SQLStatement) { statement.append(other) }

        /// Inserts text of the program as it is, such as a list of columns. Never input.
        public mutating func appendInterpolation(raw text: String) { statement.append(text: text) }
    }
}

extension Array where Element == SQLStatement {
    /// The statements with text of the program between them.
    public func joined(separator: String) -> SQLStatement {
        var result = SQLStatement(text: "")
        for (index, statement) in enumerated() {
            if index > 0 { result.append(SQLStatement(text: separator)) }
            result.append(statement)
        }
        return result
    }
}
