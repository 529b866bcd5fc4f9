/// How long to wait before the next look at a lock that another process has.
///
/// A transaction takes a fraction of a millisecond, so that the first looks follow soon; later ones leave the processor to the holder. The
/// pauses differ by chance, so that those who began to wait together don't look together.
struct LockWait {
    private let end: ContinuousClock.Instant
    private var longest = Duration.microseconds(200)
    /// The longest pause.
    static let limit = Duration.milliseconds(5)

    init(until end: ContinuousClock.Instant) {
        self.end = end
    }

    /// The next pause; `nil` when the time is over.
    mutating func pause(at now: ContinuousClock.Instant) -> Duration? {
        guard now < end else { return nil }
        defer { longest = min(longest * 2, Self.limit) }
        return .nanoseconds(Int64.random(in: 50_000...Self.nanoseconds(longest)))
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
    }
}
