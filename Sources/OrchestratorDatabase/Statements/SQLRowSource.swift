/// What a row is read from while a statement gives it: the engine's own memory, so that only what is asked for is copied.
///
/// Columns are counted from 0. A source is at one row at a time, and moves on to the next when the body that got the row has returned.
public protocol SQLRowSource: AnyObject {
    /// How many columns there are.
    var columnCount: Int { get }

    /// The name of a column, as the statement gives it.
    func name(of column: Int) -> String?

    /// The value of a column.
    func value(at column: Int) -> SQLValue

    /// The whole number of a column; `nil` where it holds anything else.
    func integer(at column: Int) -> Int64?

    /// The bytes of a column that holds text, which are UTF-8 if this program wrote them; `nil` where it holds anything else.
    ///
    /// They are there until the source is asked for the next column.
    func text(at column: Int) -> UnsafeBufferPointer<UInt8>?

    /// Whether a column holds NULL.
    func isNull(at column: Int) -> Bool
}
