import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Phases that come later than their run, and the one that is at work.
@Suite(.everyEngine) struct PhaseTests {
    private let extra = [
        PhaseDraft(title: "Zoology", intent: "Look after it", size: .large, dependencies: [2], maxRetries: 1),
        PhaseDraft(title: "Botany", intent: "Water it", dependencies: [1, 3]),
    ]

    @Test func addsPhasesBehindThoseThatAreThere() async throws {
        let store = try await Store()
        let (run, phases) = try await store.executing(phases: 2)
        try await store.state.startPhase(phases[0])
        let added = try await store.state.addPhases(extra, to: run)
        #expect(added.map(\.number) == [3, 4] && added.map(\.dependencies) == [[2], [1, 3]])
        #expect(try await store.state.phases(of: run).suffix(2) == added)
        #expect(try await store.state.run(run)?.totalPhases == 4)
        let event = try #require(await store.state.events(of: run).last)
        #expect(event.kind == .phasesCreated && event.payload["phases"]?.array?.count == 2)
        #expect(event.payload["run"]?["total_phases"] == .integer(4))
        #expect(try await store.state.runs(RunFilter(text: "botany")).runs.map(\.id) == [run])
        #expect(try await store.state.statistics().phasesBySize[.large] == 1)
        #expect(try await store.state.verify(run).problems == 0)
        #expect(try await store.state.document(of: run, at: event.sequence) == store.state.document(of: run))
        #expect(try await store.state.document(of: run, at: event.sequence - 1)?.phases.count == 2)
    }

    @Test func refusesWhatIsWrongWithThemAndAddsNone() async throws {
        let store = try await Store()
        let run = try await store.executing(phases: 2).run
        try await store.expectRefusal(of: run, { $0.fields == ["phases"] }) { _ = try await store.state.addPhases([], to: run) }
        let wrong = [PhaseDraft(title: "", intent: "x"), PhaseDraft(title: "A", intent: "x", dependencies: [5])]
        try await store.expectRefusal(of: run, { $0.fields == ["phases[0].title", "phases[1].dependencies"] }) {
            _ = try await store.state.addPhases(wrong, to: run)
        }
        let circle = [PhaseDraft(title: "A", intent: "x", dependencies: [4]), PhaseDraft(title: "B", intent: "x", dependencies: [3])]
        try await store.expectRefusal(of: run, { $0.fields == ["phases"] }) { _ = try await store.state.addPhases(circle, to: run) }
        let many = [PhaseDraft](repeating: PhaseDraft(title: "A", intent: "x"), count: Limits.phases - 1)
        try await store.expectRefusal(of: run, { $0.fields == ["phases"] }) { _ = try await store.state.addPhases(many, to: run) }
        try await store.state.abortRun(run)
        try await store.expectRefusal(of: run, \.isConflict) { _ = try await store.state.addPhases(extra, to: run) }
        await #expect { _ = try await store.state.addPhases(extra, to: Run.ID(at: store.clock.now)) } throws: {
            ($0 as? StateError)?.isNotFound == true
        }
    }

    @Test func aWorkerWithoutItsLeaseAddsNone() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let lease = try await store.claim(run)
        #expect(try await store.state.addPhases(extra, to: run, lease: lease).count == 2)
        try await store.state.release(lease)
        try await store.expectRefusal(of: run, \.isLeaseLost) { _ = try await store.state.addPhases(extra, to: run, lease: lease) }
    }

    @Test func knowsThePhaseAtWorkAndItsLastExecution() async throws {
        let store = try await Store()
        let (run, phases) = try await store.executing(phases: 2)
        #expect(try await store.state.currentPhase(of: run) == nil)
        try await store.state.startPhase(phases[0])
        #expect(try await store.state.latestExecution(of: phases[0]) == nil)
        let first = try await store.startExecution(of: phases[0])
        try await store.state.interruptExecution(first, ExecutionResult())
        let second = try await store.startExecution(of: phases[0])
        #expect(try await store.state.latestExecution(of: phases[0])?.id == second)
        #expect(try await store.state.latestExecution(of: phases[0])?.passNumber == 2)
        #expect(try await store.state.latestExecution(of: phases[1]) == nil)
        #expect(try await store.state.currentPhase(of: run)?.id == phases[0])
        try await store.state.interruptExecution(second, ExecutionResult())
        try await store.state.completePhase(phases[0])
        try await store.state.startPhase(phases[1])
        #expect(try await store.state.currentPhase(of: run)?.dependencies == [1])
        #expect(try await store.state.currentPhase(of: Run.ID(at: store.clock.now)) == nil)
    }
}
