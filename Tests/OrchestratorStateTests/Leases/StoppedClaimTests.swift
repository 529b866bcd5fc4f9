import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Synchronization
import Testing

@testable import OrchestratorState

/// A worker that is stopped in the middle of a claim, on a server: what it has locked is passed over.
@Suite struct StoppedClaimTests {
    @Test func keepsNobodyWaiting() async throws {
        try await TestEngine.postgresql.run {
            let store = try await Store()
            var runs: [Run.ID] = []
            for (path, priority) in [("/a", 9), ("/a", 8), ("/b", 0)] {
                var draft = RunDraft.sample()
                (draft.repositoryPath, draft.priority) = (path, priority)
                runs.append(try await store.state.createRun(draft).run.id)
                try await store.state.startRun(runs[runs.count - 1])
            }
            try await stopped(in: store) { taken in
                #expect(taken == [runs[0]])
                // Control: the directory is reserved, and whoever would wait for it waits.
                let machine = store.machine.holder(since: store.clock.now)
                let isFree = try await store.database.write { connection in
                    guard let reserving = connection.dialect.reserving("\(machine.host + ":/a")") else { return true }
                    return try connection.first("SELECT \(reserving)") { try $0.boolean() } ?? true
                }
                #expect(!isFree)
                #expect(try await claim(store)?.run.id == runs[2])
                #expect(try await claim(store) == nil)
                #expect(try await store.state.hasClaimableRun())
            }
            // It goes on, and has its run.
            #expect(try await store.state.run(runs[0])?.leaseOwner == "stopped")
            #expect(try await claim(store) == nil)
            try await store.state.abortRun(runs[0])
            #expect(try await claim(store)?.run.id == runs[1])
        }
    }

    private func claim(_ store: Store) async throws -> ClaimedRun? {
        try await store.state.claimNextRun(owner: "other", timeToLive: .seconds(30))
    }

    /// Whether the claim may go on.
    private final class Gate: Sendable {
        private let state = Mutex(false)
        var isOpen: Bool { state.withLock { $0 } }
        func open() { state.withLock { $0 = true } }
    }

    /// Runs the body while a claim has done all but its commit.
    private func stopped(in store: Store, _ body: @escaping (_ taken: [Run.ID]) async throws -> Void) async throws {
        let gate = Gate()
        let (reached, reaching) = AsyncStream.makeStream(of: [Run.ID].self)
        let (clock, machine) = (store.clock, store.machine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { reaching.finish() }
                try await store.database.write { connection in
                    let claiming = Claiming(
                        runs: ClaimableRuns(labels: [:], now: clock.now, machine: machine), owner: "stopped", timeToLive: .seconds(30),
                        actor: Store.actor, clock: clock)
                    reaching.yield(try claiming.take(1, in: connection).taken.map(\.claimed.run.id))
                    // The thread is one of the pool's own.
                    while !gate.isOpen { _ = try connection.first("SELECT pg_sleep(0.005)") { try $0.next() } }
                }
            }
            var taken: [Run.ID] = []
            for await first in reached {
                taken = first
                break
            }
            defer { gate.open() }
            try await body(taken)
            gate.open()
            try await group.waitForAll()
        }
    }
}
