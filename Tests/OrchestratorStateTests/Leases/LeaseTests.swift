import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Invariant 6: one worker writes to a run.
@Suite(.everyEngine) struct LeaseTests {
    @Test func givesARunToOneWorkerOnly() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let lease = try await store.claim(run)
        #expect(lease.epoch == 1)
        let holder = try #require(await store.state.holder(of: run))
        #expect(try await store.state.recoverableRuns().isEmpty)
        try await store.expectRefusal(of: run, { $0 == .leaseHeld(run, by: holder) }) { _ = try await store.claim(run, owner: "other") }
    }

    @Test func givesARunToOneOfManyThatAskAtOnce() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let leases = await withTaskGroup(of: Lease?.self) { group in
            for worker in 0..<16 { group.addTask { try? await store.claim(run, owner: "worker-\(worker)") } }
            return await group.reduce(into: []) { if let lease = $1 { $0.append(lease) } }
        }
        #expect(leases.count == 1)
    }

    @Test func takesOverFromADeadProcessAtOnce() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        _ = try await store.claim(run)
        store.machine.set(.dead)
        #expect(try await store.state.recoverableRuns().map(\.id) == [run])
        #expect(try await store.state.holder(of: run) == nil)
        #expect(try await store.claim(run, owner: "other").epoch == 2)
    }

    /// On the machine itself the clock that counts since boot decides, whatever the time of day says.
    @Test func takesOverFromALiveProcessThatDidNotRenew() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let lease = try await store.claim(run)
        store.clock.advance(by: .seconds(3600))
        store.machine.advance(by: .seconds(29))
        await #expect(throws: StateError.self) { _ = try await store.claim(run, owner: "other") }
        _ = try await store.state.renew(lease)
        store.machine.advance(by: .seconds(29))
        await #expect(throws: StateError.self) { _ = try await store.claim(run, owner: "other") }
        store.machine.advance(by: .seconds(2))
        #expect(try await store.claim(run, owner: "other").epoch == 2)
    }

    /// Between machines the time of day decides: that of the database, where it has a clock.
    @Test func takesOverFromAProcessOutOfSightWhenItsTimeIsOver() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        _ = try await store.claim(run)
        store.machine.set(.outOfSight)
        store.machine.advance(by: .seconds(3600))
        await #expect(throws: StateError.self) { _ = try await store.claim(run, owner: "other") }
        try await store.letTimePass(.seconds(31))
        #expect(try await store.claim(run, owner: "other").epoch == 2)
    }

    @Test func interruptsThePassesOfTheWorkerBefore() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        let first = try await store.claim(run)
        let execution = try await store.startExecution(of: phase, lease: first)
        store.machine.set(.dead)
        let (_, interrupted) = try await store.state.claimRun(run, owner: "other", timeToLive: .seconds(30))
        #expect(interrupted.map(\.id) == [execution])
        #expect(interrupted.map(\.status) == [.interrupted])
        let stored = try #require(await store.state.execution(execution))
        #expect(stored == interrupted.first)
        #expect(stored.verification == .notRun && stored.leaseEpoch == 1)
        #expect(try await store.state.phase(phase)?.retryCount == 0)
    }

    @Test func isGivenBackOnce() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let lease = try await store.claim(run)
        try await store.state.release(lease)
        let before = try await store.everything(of: run)
        try await store.state.release(lease)
        #expect(try await store.everything(of: run) == before)
        #expect(try await store.claim(run, owner: "other").epoch == 2)
    }

    /// In the transaction that ends the run.
    @Test(arguments: [Run.Status.completed, .failed, .aborted]) func endsWithTheRun(status: Run.Status) async throws {
        let store = try await Store()
        let run = try await store.executing(phases: 0).run
        let lease = try await store.claim(run)
        switch status {
        case .completed: try await store.state.completeRun(run, lease: lease)
        case .failed: try await store.state.failRun(run, message: "why", lease: lease)
        default: try await store.state.abortRun(run, lease: lease)
        }
        #expect(try await store.state.holder(of: run) == nil)
        #expect(try await store.state.events(of: run).suffix(2).map(\.kind) == [Event.Kind(rawValue: "run.\(status.rawValue)"), .leaseReleased])
        #expect(try await store.state.document(of: run, at: store.state.run(run)?.lastEvent ?? 0)?.run.leaseOwner == nil)
        await #expect { _ = try await store.state.renew(lease) } throws: { ($0 as? StateError)?.isLeaseLost == true }
        // Control: one that is held goes on, and giving back what has ended is no error.
        let before = try await store.everything(of: run)
        try await store.state.release(lease)
        #expect(try await store.everything(of: run) == before)
        let other = try await store.claim(store.executing().run)
        #expect(try await store.state.renew(other) == .none)
    }

    @Test func claimsOnlyARunThatIsExecuting() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample()).run.id
        await #expect(throws: StateError.self) { _ = try await store.claim(run) }
        await #expect { _ = try await store.state.claimRun(run, owner: "", timeToLive: .zero) } throws: {
            ($0 as? StateError)?.fields == ["owner", "time_to_live"]
        }
    }

    @Test func renewsWithoutAnEvent() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let lease = try await store.claim(run)
        let before = try #require(await store.state.run(run))
        #expect(try await store.state.renew(lease) == .none)
        let after = try #require(await store.state.run(run))
        #expect(after.lastEvent == before.lastEvent && after.updatedAt == before.updatedAt)
        #expect(try #require(after.leaseExpiresAt) > #require(before.leaseExpiresAt))
    }

    /// Every operation that takes a lease, on behalf of a worker that was taken for dead and is not.
    @Test func writesNothingUnderALeaseThatIsLost() async throws {
        let store = try await Store()
        let state = store.state
        let (run, phase) = try await store.started()
        let old = try await store.claim(run)
        let execution = try await store.startExecution(of: phase, lease: old)
        store.machine.set(.dead)
        _ = try await store.claim(run, owner: "other")
        let result = ExecutionResult(exitStatus: 0)
        let record = VerificationRecord(findings: [.sample()], verdict: .blocked, outcome: .retry)
        let draft = ExecutionDraft(id: .init(at: store.clock.now), agent: "shell")
        let writes: [@Sendable () async throws -> Void] = [
            { try await state.pauseRun(run, reason: .criticalError, lease: old) },
            { try await state.completeRun(run, lease: old) },
            { try await state.failRun(run, message: "no", lease: old) },
            { try await state.abortRun(run, lease: old) },
            { _ = try await state.renew(old) },
            { try await state.startPhase(phase, lease: old) },
            { try await state.skipPhase(phase, lease: old) },
            { try await state.completePhase(phase, lease: old) },
            { try await state.failPhase(phase, lease: old) },
            { try await state.retryPhase(phase, lease: old) },
            { try await state.setBranch("b", of: phase, lease: old) },
            { _ = try await state.startExecution(of: phase, draft, lease: old) },
            { try await state.completeExecution(execution, result, lease: old) },
            { try await state.failExecution(execution, result, phase: .retry, lease: old) },
            { try await state.interruptExecution(execution, result, lease: old) },
            { _ = try await state.recordVerification(of: execution, record, lease: old) },
            { _ = try await state.addFindings([.sample()], to: execution, lease: old) },
            { _ = try await state.saveArtifact("x", .findingsReport, of: run, lease: old) },
            { try await state.askHuman(about: phase, reason: .criticalError, lease: old) },
        ]
        for write in writes { try await store.expectRefusal(of: run, \.isLeaseLost, write) }
        let before = try await store.everything(of: run)
        try await state.release(old)
        #expect(try await store.everything(of: run) == before)
    }

    @Test func isGoodForItsOwnRunOnly() async throws {
        let store = try await Store()
        let (first, _) = try await store.executing()
        let (second, phases) = try await store.executing()
        let lease = try await store.claim(first, owner: "worker")
        _ = try await store.claim(second, owner: "worker")
        try await store.expectRefusal(of: second, \.isLeaseLost) { try await store.state.startPhase(phases[0], lease: lease) }
    }

    @Test func tellsAWorkerThatItsLeaseWasTaken() async throws {
        let store = try await Store()
        let (run, _) = try await store.executing()
        let lease = try await store.claim(run, owner: "stopped")
        #expect(try await store.state.stopRequest(for: lease) == .none)
        store.machine.set(.dead)
        _ = try await store.claim(run, owner: "other")
        await #expect { _ = try await store.state.stopRequest(for: lease) } throws: { ($0 as? StateError)?.isLeaseLost == true }
    }

    @Test func asksTheHolderToStopAndStopsAtOnceWithoutOne() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let lease = try await store.claim(run)
        #expect(try await !store.state.requestStop(run, .pause, reason: "lunch"))
        #expect(try await store.state.stopRequest(for: lease) == .pause)
        #expect(try await store.state.renew(lease) == .pause)
        #expect(try await store.state.run(run)?.status == .executing)
        store.machine.set(.dead)
        #expect(try await store.state.requestStop(run, .abort, reason: "enough"))
        let ended = try #require(await store.state.run(run))
        #expect(ended.status == .aborted && ended.stopRequested == .none && ended.errorMessage == "enough")
        #expect(try await store.state.execution(execution)?.status == .interrupted)
        await #expect { _ = try await store.state.requestStop(run, .none) } throws: { ($0 as? StateError)?.fields == ["stop"] }
    }

    /// Stopped (SIGSTOP) past its lease, the worker wakes up after the run was aborted by hand.
    @Test func isTakenAwayWhenTheRunIsStoppedByHand() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        let lease = try await store.claim(run)
        store.machine.advance(by: .seconds(31))
        #expect(try await store.state.requestStop(run, .pause))
        try await store.expectRefusal(of: run, \.isLeaseLost) { try await store.state.failPhase(phase, lease: lease) }
    }

    @Test func recoversTheMostUrgentRunFirst() async throws {
        let store = try await Store()
        var ids: [Run.ID] = []
        for priority in [0, 5, 5] {
            var draft = RunDraft.sample(phases: 0)
            draft.priority = priority
            ids.append(try await store.state.createRun(draft).run.id)
            try await store.state.startRun(ids[ids.count - 1])
        }
        #expect(try await store.state.recoverableRuns().map(\.id) == [ids[1], ids[2], ids[0]])
    }
}
