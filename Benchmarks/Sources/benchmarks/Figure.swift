/// One thing that was measured.
struct Figure {
    let name: String
    /// Sorted.
    private let times: [Duration]
    /// What the median should not exceed; `nil` for what is measured for comparison only.
    let goal: Duration?

    init(_ name: String, _ times: [Duration], goal: Duration? = nil) {
        precondition(!times.isEmpty, "nothing was measured")
        self.name = name
        self.times = times.sorted()
        self.goal = goal
    }

    var median: Duration { times[times.count / 2] }
    /// Nine of ten were faster.
    var slow: Duration { times[times.count * 9 / 10] }

    /// Times a body a number of times, after a few rounds that don't count.
    static func measured(_ name: String, times: Int, goal: Duration? = nil, _ body: () throws -> Void) rethrows -> Figure {
        for _ in 0..<max(1, times / 10) { try body() }
        let clock = ContinuousClock()
        return try Figure(name, (0..<times).map { _ in try clock.measure(body) }, goal: goal)
    }
}
