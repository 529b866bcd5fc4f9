import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Two agents in one working tree can't be kept apart, whatever its directories are called.
@Suite(.everyEngine) struct CheckoutTests {
    private func submit(_ store: Store, _ path: String, in checkout: String? = nil) async throws -> Run.ID {
        var draft = RunDraft.sample()
        (draft.repositoryPath, draft.checkout) = (path, checkout)
        let run = try await store.state.createRun(draft).run.id
        try await store.state.startRun(run)
        return run
    }

    private func next(_ store: Store) async throws -> ClaimedRun? {
        try await store.state.claimNextRun(owner: "worker", timeToLive: .seconds(30))
    }

    @Test func givesAWorkingTreeToOneRunAtATime() async throws {
        let store = try await Store()
        let first = try await submit(store, "/link", in: "/real")
        let others = [try await submit(store, "/real/sub", in: "/real"), try await submit(store, "/real")]
        let elsewhere = try await submit(store, "/real/nested", in: "/real/nested")
        let held = try #require(await next(store))
        #expect(held.run.id == first && held.run.repositoryPath == "/link")
        #expect(try await next(store)?.run.id == elsewhere)
        #expect(try await next(store) == nil)
        try await store.state.abortRun(first, lease: held.lease)
        #expect(try await next(store)?.run.id == others[0])
        #expect(try await next(store) == nil)
    }

    /// The working tree is looked up again when the run is carried out: a link may lead elsewhere by then.
    @Test func learnsWhereARunIsWhenItIsCarriedOut() async throws {
        let store = try await Store()
        let (moved, other) = (try await submit(store, "/link"), try await submit(store, "/real"))
        let lease = try await store.claim(moved)
        #expect(try await store.state.enterCheckout("/real", lease: lease) == nil)
        #expect(try await next(store) == nil)
        let second = try await store.claim(other)
        let occupant = try #require(await store.state.enterCheckout("/real", lease: second))
        #expect(occupant.run == moved)
        #expect(try await store.state.enterCheckout("/real", lease: lease) == nil)
        store.machine.set(.dead)
        #expect(try await store.state.enterCheckout("/real", lease: second) == nil)
    }

    /// Who did not know where it was makes way for all who are there, for they could not know of it.
    @Test func makesWayWhereItWasNotExpected() async throws {
        let store = try await Store()
        let (moved, other) = (try await submit(store, "/link"), try await submit(store, "/real"))
        let lease = try await store.claim(moved)
        let second = try await store.claim(other)
        #expect(try await store.state.enterCheckout("/real", lease: second) == nil)
        #expect(try #require(await store.state.enterCheckout("/real", lease: lease)).run == other)
        await #expect(throws: StateError.leaseLost(moved)) {
            _ = try await store.state.enterCheckout("/x", lease: Lease(run: moved, epoch: 9, owner: "nobody", timeToLive: .seconds(1)))
        }
    }

    @Test func isTakenOverByForksAndImports() async throws {
        let store = try await Store()
        let parent = try await submit(store, "/link", in: "/real")
        let fork = try #require(await store.state.planFork(of: parent, at: 2))
        let run = try await store.state.createFork(fork, branch: "fork")
        try await store.state.resumeRun(run.id)
        #expect(try await next(store)?.run.id == parent)
        #expect(try await next(store) == nil)
    }
}
