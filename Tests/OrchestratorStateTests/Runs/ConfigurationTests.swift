import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// The configuration that a run goes by.
@Suite(.everyEngine) struct ConfigurationTests {
    @Test func aNewOneReachesThePhasesThatSayNoNumberOfTheirOwn() async throws {
        let store = try await Store()
        let (run, phases) = try await store.executing(phases: 3)
        try await store.state.startPhase(phases[0])
        try await store.state.completePhase(phases[0])
        try await store.state.setConfiguration(["a": 1], of: run, retries: (before: 2, now: 5))
        #expect(try await store.state.phases(of: run).map(\.maxRetries) == [2, 5, 5])
        let event = try #require(await store.state.events(of: run).last)
        #expect(event.kind == .runConfigurationChanged)
        #expect(event.payload["phases"]?.array?.compactMap { $0["max_retries"] } == [5, 5])
        try await store.state.setConfiguration(["a": 2], of: run, retries: (before: 2, now: 9))
        #expect(try await store.state.phases(of: run).map(\.maxRetries) == [2, 5, 5])
    }

    @Test func isNotChangedUnderALiveWorker() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        _ = try await store.claim(run)
        try await store.expectRefusal(of: run, { if case .leaseHeld = $0 { true } else { false } }) {
            try await store.state.setConfiguration(["a": 1], of: run)
        }
        store.machine.set(.dead)
        try await store.state.setConfiguration(["a": 1], of: run)
        #expect(try await store.state.configuration(of: run) == ["a": 1])
    }
}
