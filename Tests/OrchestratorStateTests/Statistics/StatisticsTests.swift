import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Counts that are kept as the store changes.
@Suite(.everyEngine) struct StatisticsTests {
    @Test(arguments: 0..<8)
    func equalsACountOverTheRows(seed: Int) async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: seed + 1000)
        try await history.go(steps: 200)
        let statistics = try await store.state.statistics()
        let documents = try await Self.documents(in: store)
        let phases = documents.flatMap(\.phases)
        let executions = phases.flatMap(\.executions)
        let findings = executions.flatMap(\.findings)
        for status in Run.Status.allCases {
            #expect(statistics.runs[status] ?? 0 == documents.filter { $0.run.status == status }.count)
        }
        for status in Phase.Status.allCases {
            #expect(statistics.phasesByStatus[status] ?? 0 == phases.filter { $0.phase.status == status }.count)
        }
        for size in Phase.Size.allCases {
            #expect(statistics.phasesBySize[size] ?? 0 == phases.filter { $0.phase.size == size }.count)
        }
        for severity in Severity.allCases {
            #expect(statistics.findingsBySeverity[severity] == findings.filter { $0.severity == severity }.count)
        }
        for category in Finding.Category.allCases {
            #expect(statistics.findingsByCategory[category] ?? 0 == findings.filter { $0.category == category }.count)
        }
        #expect(statistics.resolvedFindings == findings.filter(\.resolved).count)
        let passes = phases.filter { $0.phase.status == .completed }.map { $0.executions.count }
        #expect(statistics.passesToGreen == Dictionary(grouping: passes, by: \.self).mapValues(\.count))
        #expect(statistics.usage.inputTokens == executions.reduce(0) { $0 + ($1.execution.usage?.inputTokens ?? 0) })
        #expect(statistics.artifacts == documents.reduce(0) { $0 + $1.artifacts.count })
        #expect(statistics.artifactBytes == documents.flatMap(\.artifacts).reduce(0) { $0 + ($1.sizeBytes ?? 0) })
        let rows = Dictionary(uniqueKeysWithValues: statistics.rows.map { ($0.table, $0.count) })
        #expect(rows["executions"] == executions.count && rows["findings"] == findings.count)
        #expect(rows["events"] == documents.reduce(0) { $0 + $1.run.lastEvent })
    }

    private static func documents(in store: Store) async throws -> [RunDocument] {
        var documents: [RunDocument] = []
        for run in try await store.state.runs(RunFilter(limit: 1000)).runs {
            documents.append(try #require(try await store.state.document(of: run.id)))
        }
        return documents
    }

    @Test func countsTheTimeInEachStatus() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample(phases: 0)).run.id
        func after(_ seconds: Int) { store.clock.advance(by: .seconds(seconds)) }
        after(10)
        try await store.state.startRun(run)
        after(100)
        try await store.state.pauseRun(run, reason: .userRequested)
        after(1000)
        func seconds(_ status: Run.Status) async throws -> Int64? {
            try await store.state.statistics().timeInStatus[status]?.components.seconds
        }
        #expect(try await seconds(.planning) == 10)
        #expect(try await seconds(.executing) == 100)
        // The status it is in counts until now.
        #expect(try await seconds(.paused) == 1000)
        try await store.state.resumeRun(run)
        after(1)
        try await store.state.completeRun(run)
        after(50)
        #expect(try await seconds(.executing) == 101)
        #expect(try await seconds(.completed) == nil)
        #expect(try await store.state.wrongCounters() == [])
    }

    @Test func countsWhatChangesAfterTheEnd() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let finding = try await store.state.addFindings([.sample()], to: execution)[0]
        try await store.state.abortRun(run)
        #expect(try await store.state.statistics().resolvedFindings == 0)
        try await store.state.resolveFinding(finding.id)
        try await store.state.setLabels(["late": "1"], of: run)
        #expect(try await store.state.statistics().resolvedFindings == 1)
        #expect(try await store.state.wrongCounters() == [])
    }

    @Test func givesRatesOnlyOfWhatThereIs() async throws {
        let store = try await Store()
        let empty = try await store.state.statistics()
        #expect(empty.successRate == nil && empty.meanPassesToGreen == nil && empty.usage(per: 0) == nil)
        for ending in 0..<4 {
            let run = try await store.state.createRun(.sample(phases: 0)).run.id
            try await store.state.startRun(run)
            if ending == 0 { try await store.state.completeRun(run) } else { try await store.state.abortRun(run) }
        }
        _ = try await store.state.createRun(.sample(phases: 0))
        #expect(try await store.state.statistics().successRate == 0.25)
    }

    /// A control: what is wrong is found, and mended by counting anew.
    @Test(arguments: [
        "UPDATE runs SET tally = replace(tally, '=1', '=2')", "UPDATE statistics_totals SET value = value + 1 WHERE name = 'runs.aborted'",
        "DELETE FROM findings", "UPDATE phases SET size = 'large'", "UPDATE runs SET tally = NULL",
    ])
    func findsWrongCounters(statement: String) async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings([.sample()], to: execution)
        try await store.state.abortRun(run)
        #expect(try await store.state.wrongCounters() == [])
        _ = try await store.database.write { try $0.execute(SQLStatement(text: statement)) }
        #expect(try await !store.state.wrongCounters().isEmpty)
        if statement.hasPrefix("UPDATE statistics") { return }
        try await store.state.recount(run)
        let left = try await store.state.wrongCounters()
        // Where the run's own tally was wrong, the totals held what it had been.
        #expect(left.allSatisfy { $0.hasPrefix("the total") })
    }

    /// What a damaged store, or one of before there were limits, may hold.
    @Test(arguments: [
        "UPDATE executions SET pass_number = 9223372036854775807", "UPDATE artifacts SET size_bytes = 9223372036854775807",
        "UPDATE executions SET usage = '{\"cost_microdollars\":9223372036854775807,\"input_tokens\":-1,\"output_tokens\":9223372036854775807}'",
        "UPDATE runs SET tally = 'passes.9223372036854775807=9223372036854775807 phases.pending.small=9223372036854775807 "
            + "phases.failed.small=9223372036854775807 findings.major.test.open=9223372036854775807 findings.minor.test.open=9223372036854775807'",
        "UPDATE statistics_totals SET value = 9223372036854775807", "UPDATE statistics_totals SET value = -9223372036854775807 - 1",
    ])
    func survivesNumbersBeyondAllBounds(statement: String) async throws {
        let store = try await Store()
        for _ in 0..<2 {
            let (run, phase, execution) = try await store.running()
            _ = try await store.state.addFindings([.sample()], to: execution)
            for _ in 0..<2 { _ = try await store.state.saveArtifact("a", .agentOutput, of: run, execution: execution) }
            try await store.state.completeExecution(execution, ExecutionResult(usage: Usage(inputTokens: 1)))
            try await store.state.completePhase(phase)
            try await store.state.abortRun(run)
        }
        let live = try await store.running().run
        _ = try await store.database.write { try $0.execute(SQLStatement(text: statement)) }
        func look() async throws {
            let statistics = try await store.state.statistics()
            _ = (statistics.meanPassesToGreen, statistics.successRate, statistics.runCount, statistics.phaseCount)
            if !statement.hasPrefix("UPDATE statistics") {
                let usage = statistics.usage
                let sums = [usage.inputTokens, usage.outputTokens, usage.costMicrodollars, statistics.artifactBytes]
                #expect(sums.allSatisfy { ($0 ?? 0) >= 0 })
            }
            for run in try await store.state.runs().runs { _ = try await store.state.summary(of: run.id) }
            _ = try await store.state.wrongCounters()
        }
        try await look()
        for run in try await store.state.runs().runs { try await store.state.recount(run.id) }
        try await store.state.abortRun(live)
        try await look()
    }

    @Test func takesTheCountsOfARunAway() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings([.sample()], to: execution)
        try await store.state.abortRun(run)
        try await store.database.write { connection in
            try connection.forget(run)
            try connection.execute("DELETE FROM runs WHERE run_id = \(run)")
        }
        let statistics = try await store.state.statistics()
        #expect(statistics.runs.isEmpty && statistics.rows.allSatisfy { $0.count == 0 } && statistics.timeInStatus.isEmpty)
        let terms = try await store.database.read { try $0.first("SELECT COUNT(*) FROM run_terms") { try $0.integer() } }
        #expect(terms == 0)
        #expect(try await store.state.wrongCounters() == [])
    }
}
