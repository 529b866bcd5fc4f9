import AgentOrchestrator

/// Statistics over 5,000,000 findings.
enum StatisticsBenchmark: BenchmarkGroup {
    static let name = "statistics"
    static func run(_ report: Report) async throws {
        try await Workplace.with { place in
            let time = try await Measuring.time { try await fill(place, 5_000_000) }
            report.tell("added 5,000,000 findings", report.text(time))
            var times: [Duration] = []
            for _ in 0..<50 { times.append(try await Measuring.time { _ = try await place.state.statistics() }) }
            report.tell("statistics with 5,000,000 findings", Measuring.median(times), atMost: .milliseconds(2))
        }
    }

    /// A hundred runs that end, with the findings spread evenly.
    private static func fill(_ place: Workplace, _ count: Int) async throws {
        for _ in 0..<100 {
            let execution = try await place.execution()
            for first in stride(from: 0, to: count / 100, by: 10_000) {
                _ = try await place.state.addFindings((first..<first + 10_000).map { .benchmark($0) }, to: execution.id)
            }
            try await place.state.completeExecution(execution.id, ExecutionResult(exitStatus: 0))
            guard let phase = try await place.state.phase(execution.phaseID) else { preconditionFailure("the phase is there") }
            try await place.state.abortRun(phase.runID)
        }
    }
}
