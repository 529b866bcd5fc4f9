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

    /// Notes the present last line, `nil` if none can be read, and says whether it differs from the one before.
    ///
    /// Output without a readable line counts too: looking for one in each block of it would cost more than reading it.
    mutating func changed(to current: String?, at now: SuspendingClock.Instant) -> Bool {
        hasNewOutput = false
        earliest = now + .milliseconds(100)
        defer { line = current ?? line }
        return current != nil && line != current
    }
}
