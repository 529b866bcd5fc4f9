import AgentOrchestrator

/// Statistics over 5,000,000 findings, spread evenly over a hundred runs that have ended.
enum StatisticsBenchmark: BenchmarkGroup {
    static let name = "statistics"
    private static let runs = 100
    private static let findings = 5_000_000

    static func run(_ report: Report) async throws {
        let clock = SuspendingClock()
        let start = clock.now
        try await Workplace.with(
            first: { try await fill($0, findings / runs) }, rest: { try RunCopies.make(runs - 1, in: $0) },
            { place in
                report.tell("a run with 50,000 findings, and 99 copies of its rows", report.text(clock.now - start))
                try await check(place)
                var (times, counts): ([Duration], [Int]) = ([], [])
                for _ in 0..<200 {
                    var statistics: Statistics?
                    times.append(try await Measuring.time { statistics = try await place.state.statistics() })
                    counts.append(statistics.map { $0.findingsBySeverity.major + $0.findingsBySeverity.medium + $0.findingsBySeverity.minor } ?? 0)
                }
                guard Set(counts) == [findings] else { throw RawStore.Failure(description: "statistics count \(Set(counts)) findings") }
                report.tell("statistics with \(counts[0]) findings", Measuring.median(times), atMost: .milliseconds(2))
            })
    }

    /// Looks whether the store would have written the rows so: those that were created by it, and those of a copy but for the links of its events.
    private static func check(_ place: Workplace) async throws {
        let runs = try await place.state.runs(RunFilter(limit: 1000)).runs
        guard runs.count == Self.runs, let first = runs.first, let last = runs.last else { throw RawStore.Failure(description: "runs are missing") }
        for run in [first, last] {
            var problems: [StoreProblem] = []
            _ = try await place.state.verify(run.id) { problems.append($0) }
            if run.id == last.id { problems.removeAll { $0.kind == .brokenLink } }
            guard problems.isEmpty else { throw RawStore.Failure(description: "\(problems)") }
            let counts = try await place.state.findingCounts(FindingFilter(run: run.id))
            guard counts.major + counts.medium + counts.minor == findings / Self.runs else { throw RawStore.Failure(description: "findings are missing") }
        }
    }

    private static func fill(_ place: Workplace, _ count: Int) async throws {
        let execution = try await place.execution()
        for first in stride(from: 0, to: count, by: 10_000) {
            _ = try await place.state.addFindings((first..<first + 10_000).map { .benchmark($0) }, to: execution.id)
        }
        try await place.state.completeExecution(execution.id, ExecutionResult(exitStatus: 0))
        guard let phase = try await place.state.phase(execution.phaseID) else { preconditionFailure("the phase is there") }
        try await place.state.abortRun(phase.runID)
    }
}
