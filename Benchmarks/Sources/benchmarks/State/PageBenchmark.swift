import AgentOrchestrator

/// A page of 50 runs among a million, next to the same page among a thousand.
enum PageBenchmark: BenchmarkGroup {
    static let name = "pages"
    static func run(_ report: Report) async throws {
        try await Workplace.with { small in
            try await fill(small, 1000)
            try await Workplace.with { large in
                let time = try await Measuring.time { try await fill(large, 1_000_000) }
                report.tell("created 1,000,000 runs with a phase each", report.text(time))
                for (name, filter) in filters(try await middle(of: large.state)) {
                    try await compare(report, name, small.state, large.state, filter)
                }
            }
        }
    }

    private static func filters(_ middle: Timestamp) -> [(String, RunFilter)] {
        [
            ("all", RunFilter(limit: 50)), ("of a status", RunFilter(statuses: [.planning], limit: 50)),
            ("of a repository", RunFilter(repositoryPath: "/srv/dashboard7", limit: 50)),
        ]
    }

    private static func middle(of state: StateManager) async throws -> Timestamp {
        guard let run = try await state.latestRun() else { preconditionFailure("there are runs") }
        return run.createdAt
    }

    private static func compare(
        _ report: Report, _ name: String, _ small: StateManager, _ large: StateManager, _ filter: RunFilter
    ) async throws {
        var times: [[Duration]] = [[], []]
        for _ in 0..<300 {
            times[0].append(try await Measuring.time { _ = try await small.runs(filter) })
            times[1].append(try await Measuring.time { _ = try await large.runs(filter) })
        }
        let medians = times.map(Measuring.median)
        let ratio = medians[1] / medians[0]
        report.tell(
            "page of 50 runs, \(name)", "\(report.text(medians[1])), \(report.text(times: ratio)) that among 1,000",
            goal: "≤ 1 ms and ≤ 1.5 ×", isMet: medians[1] <= .milliseconds(1) && ratio <= 1.5)
    }

    private static func fill(_ place: Workplace, _ count: Int) async throws {
        let state = place.state
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<64 {
                group.addTask {
                    for number in stride(from: worker, to: count, by: 64) { _ = try await state.createRun(.benchmark(number: number)) }
                }
            }
            try await group.waitForAll()
        }
    }
}
