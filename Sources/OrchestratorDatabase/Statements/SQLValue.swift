/// A value of a column or of a parameter.
public enum SQLValue: Hashable, Sendable {
    /// No value.
    case null
    /// A whole number; booleans are 0 and 1.
    case integer(Int64)
    /// A number.
    case real(Double)
    /// UTF-8 text without NUL.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}
