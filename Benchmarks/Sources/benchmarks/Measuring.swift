/// Taking times.
enum Measuring {
    /// How long the body takes.
    static func time(_ body: () async throws -> Void) async rethrows -> Duration {
        let clock = SuspendingClock()
        let start = clock.now
        try await body()
        return start.duration(to: clock.now)
    }

    /// The value in the middle.
    static func median(_ values: [Duration]) -> Duration {
        precondition(!values.isEmpty, "there is no middle of nothing")
        return values.sorted()[values.count / 2]
    }
}
