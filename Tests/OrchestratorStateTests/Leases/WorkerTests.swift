import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// The workers that a store knows.
@Suite(.everyEngine) struct WorkerTests {
    @Test func saysWhatWorkersDo() async throws {
        let store = try await Store()
        let worker = try await store.state.registerWorker(labels: ["gpu": "yes"], concurrency: 3, timeToLive: .seconds(30))
        #expect(try await store.state.workers().map(\.status) == [.idle])
        let (run, _) = try await store.started()
        let claimed = try #require(await store.state.claimNextRun(owner: worker.id.description, timeToLive: .seconds(30)))
        let standing = try #require(await store.state.workers().first)
        #expect(standing.worker.id == worker.id && standing.worker.process == worker.process && standing.status == .working)
        #expect(standing.worker.labels == ["gpu": "yes"] && standing.worker.concurrency == 3)
        #expect(standing.runs.map(\.run) == [run] && standing.runs[0].phaseNumber == 1 && standing.runs[0].phaseTitle == "Phase 1")
        #expect(standing.runs[0].since == claimed.run.leaseHolder?.since)
        var draining = worker
        draining.isDraining = true
        try await store.state.keepWorker(draining, timeToLive: .seconds(30))
        #expect(try await store.state.workers().map(\.status) == [.draining])
        try await store.state.removeWorker(worker.id)
        #expect(try await store.state.workers().isEmpty)
    }

    @Test func tellsTheDeadAndForgetsThemLater() async throws {
        let store = try await Store()
        let worker = try await store.state.registerWorker(timeToLive: .seconds(30))
        store.machine.set(.dead)
        #expect(try await store.state.workers().map(\.status) == [.dead])
        #expect(try await store.state.liveOwners().isEmpty)
        store.clock.advance(by: .seconds(290))
        _ = try await store.state.registerWorker(timeToLive: .seconds(30))
        #expect(try await store.state.workers().count == 2)
        store.clock.advance(by: .seconds(20))
        _ = try await store.state.registerWorker(timeToLive: .seconds(30))
        #expect(try await !store.state.workers().contains { $0.worker.id == worker.id })
        // One that was stopped for long and goes on is known again.
        try await store.state.keepWorker(worker, timeToLive: .seconds(30))
        store.machine.set(.alive)
        #expect(try await store.state.workers().contains { $0.worker.id == worker.id && $0.status == .idle })
    }

    @Test func countsASilentWorkerAsDeadWhenItsTimeIsOver() async throws {
        let store = try await Store()
        let worker = try await store.state.registerWorker(timeToLive: .seconds(30))
        store.machine.advance(by: .seconds(31))
        #expect(try await store.state.workers().map(\.status) == [.dead])
        try await store.state.keepWorker(worker, timeToLive: .seconds(30))
        #expect(try await store.state.workers().map(\.status) == [.idle])
    }

    @Test func refusesWhatNoWorkerCanBe() async throws {
        let store = try await Store()
        await #expect(throws: StateError.self) { _ = try await store.state.registerWorker(concurrency: 0, timeToLive: .seconds(1)) }
        await #expect(throws: StateError.self) { _ = try await store.state.registerWorker(labels: ["": "x"], timeToLive: .seconds(1)) }
    }
}
