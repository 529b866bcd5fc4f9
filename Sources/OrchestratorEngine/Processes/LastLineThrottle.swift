/// Says when the last line of a process is worth telling: at most ten times a second, and only if it is another.
struct LastLineThrottle {
    private var hasNewOutput = false
    private var earliest: SuspendingClock.Instant?
    private var line: String?

    /// When ``isDue(at:)`` wants to be asked next.
    var deadline: SuspendingClock.Instant? { hasNewOutput ? earliest : nil }

    mutating func outputCame() {
        hasNewOutput = true
    }

    func isDue(at now: SuspendingClock.Instant) -> Bool {
        hasNewOutput && earliest.map { now >= $0 } ?? true
    }

    /// Notes the present last line, and says whether it differs from the one before.
    mutating func reported(_ current: String, at now: SuspendingClock.Instant) -> Bool {
        hasNewOutput = false
        earliest = now + .milliseconds(100)
        defer { line = current }
        return line != current
    }
}
