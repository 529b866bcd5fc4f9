import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Whole runs, and rows that are not what was written.
@Suite(.everyEngine) struct DocumentTests {
    @Test func holdsEverythingOfARun() async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: 7)
        try await history.go(steps: 60)
        let run = history.runs[0]
        let document = try #require(await store.state.document(of: run, includingEvents: true))
        #expect(document.run == (try await store.state.run(run)))
        #expect(document.phases.map(\.phase) == (try await store.state.phases(of: run)))
        for part in document.phases {
            #expect(part.executions.map(\.execution) == (try await store.state.executions(of: part.phase.id)))
            #expect(part.specRevisions == (try await store.state.specRevisions(of: part.phase.id)))
            for execution in part.executions {
                #expect(execution.findings == (try await store.state.findings(FindingFilter(execution: execution.execution.id))))
            }
        }
        #expect(Set(document.phases.flatMap(\.interventions)) == Set(try await store.state.interventions(of: run)))
        #expect(document.artifacts == (try await store.state.artifacts(of: run)))
        #expect(document.events == (try await store.state.events(of: run, limit: 10_000)))
        #expect(try await store.state.document(of: run)?.events == nil)
    }

    @Test(arguments: [
        ("runs", "labels", Damage.text("[1]")), ("run_configurations", "configuration", .text("\"\u{1}\"")), ("runs", "created_at", .text("yesterday")),
        ("phases", "plan", .text("{}")), ("phases", "run_id", .nothing), ("runs", "title", .bytes),
    ])
    func namesTheEntityThatIsDamaged(_ table: String, _ column: String, _ damage: Damage) async throws {
        let store = try await Store()
        let (run, phases) = try await store.executing()
        try await store.damage(table, column, damage)
        func isDamaged(_ error: any Error) -> Bool {
            if case .damaged(_, _, let problem) = error as? StateError { !problem.contains("yesterday") } else { false }
        }
        guard column != "run_id" else { return #expect(try await store.state.phase(phases[0]) != nil) }
        if column == "configuration" {
            // Whoever does not ask for it does not meet it.
            #expect(try await store.state.runs().runs.map(\.id) == [run])
            await #expect { _ = try await store.state.configuration(of: run) } throws: { isDamaged($0) }
        } else if table == "runs" {
            await #expect { _ = try await store.state.run(run) } throws: { isDamaged($0) }
            await #expect { _ = try await store.state.runs() } throws: { isDamaged($0) }
        } else {
            await #expect { _ = try await store.state.phase(phases[0]) } throws: { isDamaged($0) }
            await #expect { try await store.state.startPhase(phases[0]) } throws: { isDamaged($0) }
        }
        await #expect { _ = try await store.state.document(of: run) } throws: { isDamaged($0) }
    }

    @Test func countsRowsAndRuns() async throws {
        let store = try await Store()
        _ = try await store.running()
        _ = try await store.state.createRun(.sample(phases: 1))
        let statistics = try await store.state.statistics()
        #expect(statistics.runs == [.executing: 1, .planning: 1])
        #expect(statistics.rows.first { $0.table == "phases" }?.count == 3)
        #expect(statistics.rows.first { $0.table == "executions" }?.count == 1)
    }
}
