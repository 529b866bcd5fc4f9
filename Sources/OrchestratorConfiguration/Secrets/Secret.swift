/// A value that never gets out by accident: it is not printed, encoded, hashed, compared or shown by reflection. Whoever needs it says so.
public struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What is printed in its place, everywhere.
    public static var redacted: String { "<redacted>" }

    private let value: Value

    /// Wraps a value.
    public init(_ value: Value) {
        self.value = value
    }

    /// Lends the value, for handing it to what needs it. Don't let it out of the closure.
    public func reveal<Result, Failure: Error>(_ body: (Value) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(value)
    }

    /// `<redacted>`.
    public var description: String { Self.redacted }
    /// `<redacted>`.
    public var debugDescription: String { Self.redacted }
    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
