/// A moment in UTC, counted in microseconds since 1970-01-01T00:00:00Z.
///
/// Its text is always `YYYY-MM-DDThh:mm:ss.ffffffZ`, so that texts order as the moments do (for the years 0001 to 9999).
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Microseconds since the epoch; negative before it.
    public let microsecondsSinceEpoch: Int64

    /// The earliest and latest moments with a four-digit year; others are clamped to them.
    private static let bounds: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// A moment that many microseconds after the epoch, clamped to the years 0001 to 9999.
    public init(microsecondsSinceEpoch: Int64) {
        self.microsecondsSinceEpoch = min(max(microsecondsSinceEpoch, Self.bounds.lowerBound), Self.bounds.upperBound)
    }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
    }

    /// The moment that much later, clamped to the years 0001 to 9999.
    public static func + (time: Self, duration: Duration) -> Self {
        let (sum, overflow) = time.microsecondsSinceEpoch.addingReportingOverflow(duration.microseconds)
        return Self(microsecondsSinceEpoch: overflow ? (duration.microseconds < 0 ? Int64.min : Int64.max) : sum)
    }

    /// The time that passed from the right moment to the left one.
    public static func - (later: Self, earlier: Self) -> Duration {
        .microseconds(later.microsecondsSinceEpoch - earlier.microsecondsSinceEpoch)
    }
}

extension Duration {
    /// Whole microseconds, rounded towards zero and saturating.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }
}
