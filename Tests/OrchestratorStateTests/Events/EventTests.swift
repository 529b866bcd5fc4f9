import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// The history of a run.
@Suite(.everyEngine) struct EventTests {
    @Test func isGivenInPages() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        for number in 0..<8 { try await store.state.setLabels(["n": "\(number)"], of: run) }
        #expect(try await store.state.events(of: run, limit: 3).map(\.sequence) == [1, 2, 3])
        #expect(try await store.state.events(of: run, after: 8, limit: 3).map(\.sequence) == [9, 10])
        #expect(try await store.state.events(of: run, after: 10).isEmpty)
        await #expect(throws: StateError.self) { _ = try await store.state.events(of: run, limit: 0) }
    }

    @Test func saysWhoDidWhatWhen() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        try await store.state.acting(as: Actor(.user, "ann")).completePhase(phase)
        let event = try #require(await store.state.events(of: run).last)
        #expect(event.kind == .phaseCompleted && event.entity == .phase && event.entityID == phase.description)
        #expect(event.actor == Actor(.user, "ann"))
        #expect(event.payload["run"] == ["completed_phases": 1])
        #expect(event.payload["phase"]?["status"] == "completed")
        #expect(event.time == (try await store.state.run(run)?.updatedAt))
    }

    /// The text that was hashed is the text that is stored, and reading it changes nothing.
    @Test func keepsNumbersAsTheyWere() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let configuration: JSONValue = [
            "whole": 1, "one": .number(1), "tenth": .number(0.1), "great": .number(1e300), "minus": .number(-0.0),
            "text": "\u{1}\u{7f}\"\\/ä👩‍👩‍👧\u{2028}", "nested": [[], [:], nil, true],
        ]
        try await store.state.setConfiguration(configuration, of: run)
        let stored = try #require(await store.state.configuration(of: run))
        #expect(stored == configuration)
        #expect(stored.canonicalText == configuration.canonicalText)
        #expect(try await store.state.run(run)?.configurationFingerprint == Digest.text(of: configuration.canonicalText))
        #expect(try await store.state.events(of: run).last?.payload["run"]?["configuration"] == configuration)
    }

    @Test func countsTheTimeInWhichTheRunWasCarriedOut() async throws {
        let store = try await Store()
        let clock = TestClock()
        let state = StateManager(
            database: store.database, files: store.state.files, actor: Store.actor, clock: clock, machine: store.machine)
        let run = try await state.createRun(.sample(phases: 0)).run.id
        clock.advance(by: .seconds(100))
        #expect(try await state.activeTime(of: run) == .zero)
        try await state.startRun(run)
        clock.advance(by: .seconds(10))
        #expect(try await state.activeTime(of: run) == .seconds(10))
        try await state.pauseRun(run, reason: .userRequested)
        clock.advance(by: .seconds(1000))
        #expect(try await state.activeTime(of: run) == .seconds(10))
        try await state.resumeRun(run)
        let resumed = clock.now
        clock.advance(by: .seconds(5))
        #expect(try await state.activeTime(of: run) == .seconds(15))
        #expect(try await state.activeTime(of: run, since: resumed) == .seconds(5))
        #expect(try await state.activeTime(of: run, since: resumed + .seconds(2)) == .seconds(3))
        clock.advance(by: .seconds(-100))
        #expect(try await state.activeTime(of: run) == .seconds(10))
        clock.advance(by: .seconds(105))
        try await state.completeRun(run)
        clock.advance(by: .seconds(50))
        #expect(try await state.activeTime(of: run) == .seconds(20))
    }
}
