import AgentOrchestrator

/// Reading one run by its id, and a whole one of 100 phases with 3 executions each and 10 findings each.
enum ReadBenchmark: BenchmarkGroup {
    static let name = "reads"
    static func run(_ report: Report) async throws {
        try await Workplace.with { place in
            let id = try await wholeRun(in: place)
            let state = place.state
            var times: [Duration] = []
            for _ in 0..<20_000 { times.append(try await Measuring.time { _ = try await state.run(id) }) }
            report.tell("read a run by id", Measuring.median(times), atMost: .microseconds(12))

            var loads: [Duration] = []
            var exports: [Duration] = []
            for _ in 0..<15 {
                loads.append(try await Measuring.time { _ = try await state.document(of: id) })
                exports.append(try await Measuring.time { try await WholeRun.export(id, of: state) })
            }
            report.tell("load 100 phases × 3 executions × 10 findings", Measuring.median(loads), atMost: .milliseconds(15))
            report.tell("export the same as JSON, with its events", Measuring.median(exports), atMost: .milliseconds(25))
        }
    }

    private static func wholeRun(in place: Workplace) async throws -> Run.ID {
        let run = try await place.executingRun(phases: 100)
        for phase in try await place.state.phases(of: run.id) {
            try await place.state.startPhase(phase.id)
            for pass in 0..<3 {
                if pass > 0 { try await place.state.retryPhase(phase.id) }
                let execution = try await place.execution(of: phase.id)
                _ = try await place.state.addFindings((0..<10).map { .benchmark($0) }, to: execution.id)
                try await place.state.completeExecution(execution.id, ExecutionResult(exitStatus: 0, summary: "Done"))
            }
        }
        return run.id
    }
}
