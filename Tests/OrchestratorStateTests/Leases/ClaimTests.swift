import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Which run a worker gets, and which it does not.
@Suite(.everyEngine) struct ClaimTests {
    private func submit(
        _ store: Store, _ path: String, priority: Int = 0, labels: [String: String] = [:]
    ) async throws -> Run.ID {
        var draft = RunDraft.sample()
        (draft.repositoryPath, draft.priority, draft.labels) = (path, priority, labels)
        let run = try await store.state.createRun(draft).run.id
        try await store.state.startRun(run)
        return run
    }

    private func claim(_ store: Store, _ labels: [String: String] = [:], owner: String = "worker") async throws -> ClaimedRun? {
        try await store.state.claimNextRun(owner: owner, labels: labels, timeToLive: .seconds(30))
    }

    @Test func takesTheHighestPriorityAndThenTheOldest() async throws {
        let store = try await Store()
        let runs = [
            try await submit(store, "/a"), try await submit(store, "/b", priority: 5), try await submit(store, "/c"),
            try await submit(store, "/d", priority: 5), try await submit(store, "/e", priority: -1),
        ]
        // One that is not started is no one's.
        _ = try await store.state.createRun(.sample())
        for expected in [1, 3, 0, 2, 4] {
            let claimed = try #require(await claim(store))
            #expect(claimed.run.id == runs[expected] && claimed.lease.epoch == 1 && claimed.run.leaseOwner == "worker")
        }
        #expect(try await claim(store) == nil)
        #expect(try await !store.state.hasClaimableRun())
    }

    @Test func givesEachRunToOneOfManyThatAskAtOnce() async throws {
        let store = try await Store()
        for number in 0..<12 { _ = try await submit(store, "/\(number)") }
        let claimed = try await withThrowingTaskGroup(of: [Run.ID].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var runs: [Run.ID] = []
                    while let next = try await claim(store, owner: "worker-\(worker)") { runs.append(next.run.id) }
                    return runs
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == 12 && Set(claimed).count == 12)
    }

    @Test func takesAsManyAsThereArePlacesFor() async throws {
        let store = try await Store()
        let runs = [
            try await submit(store, "/a"), try await submit(store, "/b", priority: 5), try await submit(store, "/b", priority: 4),
            try await submit(store, "/c"), try await submit(store, "ssh://git@example.org/a.git"), try await submit(store, "/d"),
        ]
        func claim(_ limit: Int) async throws -> [ClaimedRun] {
            try await store.state.claimNextRuns(limit, owner: "worker", timeToLive: .seconds(30))
        }
        // The second in `/b` waits for the first.
        let first = try await claim(4)
        #expect(first.map(\.run.id).first == runs[1] && Set(first.map(\.run.id)).isSubset(of: [runs[1], runs[0], runs[3], runs[4]]))
        let rest = try await claim(9)
        #expect(Set((first + rest).map(\.run.id)) == Set(runs).subtracting([runs[2]]))
        #expect(try await claim(9).isEmpty)
        for claimed in first + rest {
            #expect(claimed.lease.epoch == 1 && claimed.interrupted.isEmpty)
            // What is told without a second look is what is stored.
            #expect(try await store.state.run(claimed.run.id) == claimed.run)
        }
        await #expect(throws: StateError.self) { _ = try await claim(0) }
    }

    @Test func takesOnlyRunsWithAllLabelsOfTheWorker() async throws {
        let store = try await Store()
        let plain = try await submit(store, "/a", priority: 9)
        let some = try await submit(store, "/b", labels: ["gpu": "yes"])
        let both = try await submit(store, "/c", labels: ["gpu": "yes", "zone": "a", "ticket": "7"])
        #expect(try await claim(store, ["gpu": "no"]) == nil)
        #expect(try await claim(store, ["gpu": "yes", "zone": "a"])?.run.id == both)
        #expect(try await claim(store, ["gpu": "yes"])?.run.id == some)
        #expect(try await claim(store, ["gpu": "yes"]) == nil)
        #expect(try await claim(store)?.run.id == plain)
    }

    @Test func leavesADirectoryToOneRunAtATime() async throws {
        let store = try await Store()
        let first = try await submit(store, "/a")
        let second = try await submit(store, "/a", priority: 9)
        let elsewhere = try await submit(store, "/b")
        let held = try #require(await claim(store))
        #expect(held.run.id == second)
        #expect(try await claim(store)?.run.id == elsewhere)
        #expect(try await claim(store) == nil)
        try await store.state.pauseRun(second, reason: .userRequested, lease: held.lease)
        #expect(try await claim(store)?.run.id == first)
    }

    /// What a worker that died has started may still be at work in its directory.
    @Test func takesOverInADirectoryBeforeAnythingElseIsDoneThere() async throws {
        let store = try await Store()
        let first = try await submit(store, "/a")
        #expect(try await claim(store)?.run.id == first)
        let urgent = try await submit(store, "/a", priority: 9)
        #expect(try await claim(store) == nil)
        store.machine.set(.dead)
        let again = try #require(await claim(store, owner: "other"))
        #expect(again.run.id == first && again.lease.epoch == 2)
        store.machine.set(.alive)
        #expect(try await claim(store) == nil)
        try await store.state.abortRun(first, lease: again.lease)
        #expect(try await claim(store)?.run.id == urgent)
    }

    @Test func takesWhatADeadWorkerLeftInItsTurn() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        let left = try #require(await claim(store))
        let execution = try await store.startExecution(of: phase, lease: left.lease)
        let older = try await submit(store, "/x", priority: 1)
        store.machine.set(.dead)
        #expect(try await claim(store)?.run.id == older)
        try await store.state.abortRun(older)
        let again = try #require(await claim(store, owner: "other"))
        #expect(again.run.id == run && again.interrupted.map(\.id) == [execution])
        await #expect(throws: StateError.leaseLost(run)) { _ = try await store.state.renew(left.lease) }
    }

    @Test func takesDirectoriesOnTheirHostAndURLsAnywhere() async throws {
        let store = try await Store()
        let local = try await submit(store, "/a", priority: 1)
        let url = try await submit(store, "ssh://git@example.org/a.git")
        let elsewhere = StateManager(
            database: store.database, files: store.state.files, actor: Store.actor, clock: store.clock, machine: OtherMachine())
        #expect(try await elsewhere.claimNextRun(owner: "there", timeToLive: .seconds(30))?.run.id == url)
        #expect(try await elsewhere.claimNextRun(owner: "there", timeToLive: .seconds(30)) == nil)
        #expect(try await claim(store)?.run.id == local)
        // Runs on one URL have a clone each.
        let more = [try await submit(store, "ssh://git@example.org/a.git"), try await submit(store, "ssh://git@example.org/a.git")]
        #expect(try await claim(store)?.run.id == more[0])
        #expect(try await claim(store)?.run.id == more[1])
    }

    private struct OtherMachine: Machine {
        var microsecondsSinceBoot: Int { 1 }
        func liveness(of holder: LeaseHolder) -> ProcessIdentity.Liveness { .outOfSight }
        func holder(since: Timestamp) -> LeaseHolder {
            LeaseHolder(host: "elsewhere", bootID: "x", processID: 1, processStart: 1, since: since)
        }
    }

    /// Nobody knows where the directory of a run from a file is, until somebody has carried it out.
    @Test func leavesImportedRunsUntilTheyWereCarriedOutHere() async throws {
        let (store, other) = (try await Store(), try await Store())
        let run = try await submit(store, "/a")
        let file = store.directory.path("run.json")
        var bytes: [UInt8] = []
        try await store.state.exportJSON(of: run) { bytes += $0 }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        _ = try await other.state.importRun(fromFile: file)
        #expect(try await claim(other) == nil)
        try await other.state.release(try await other.claim(run))
        #expect(try await claim(other)?.run.id == run)
    }

    @Test func goesOnOnceAQuestionIsAnswered() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        let lease = try await store.claim(run)
        try await store.state.failPhase(phase, lease: lease)
        let questions = [
            try await store.state.askHuman(about: phase, reason: .maxRetriesExceeded, lease: lease),
            try await store.state.askHuman(about: phase, reason: .criticalError, lease: lease),
        ]
        try await store.state.release(lease)
        #expect(try await claim(store) == nil)
        try await store.state.resolveIntervention(questions[0], .resume)
        #expect(try await claim(store) == nil)
        try await store.state.resolveIntervention(questions[1], .resume)
        let claimed = try #require(await claim(store))
        #expect(claimed.run.id == run && claimed.run.status == .executing && claimed.run.pauseReason == nil)
        #expect(try await store.state.events(of: run).suffix(2).map(\.kind) == [.runResumed, .leaseClaimed])
        // Paused again, it waits for another answer.
        try await store.state.pauseRun(run, reason: .criticalError, lease: claimed.lease)
        try await store.state.release(claimed.lease)
        #expect(try await claim(store) == nil)
    }

    /// Who means to carry a run out has it before a worker could see it.
    @Test func beginsAndGoesOnAsItIsClaimed() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample()).run.id
        await #expect(throws: StateError.self) { _ = try await store.claim(run) }
        func claimed(_ owner: String) async throws -> Lease {
            try await store.state.claimRun(run, owner: owner, timeToLive: .seconds(30), beginningFrom: [.planning, .paused]).lease
        }
        let lease = try await claimed("run")
        #expect(try await claim(store) == nil)
        #expect(try await store.state.events(of: run).suffix(2).map(\.kind) == [.runStarted, .leaseClaimed])
        let phase = try #require(await store.state.phases(of: run).first).id
        let question = try await store.state.askHuman(about: phase, reason: .criticalError, lease: lease)
        try await store.state.release(lease)
        await #expect(throws: StateError.self) { _ = try await claimed("resume") }
        try await store.state.resolveIntervention(question, .resume)
        _ = try await claimed("resume")
        #expect(try await claim(store) == nil)
        #expect(try await store.state.events(of: run).suffix(2).map(\.kind) == [.runResumed, .leaseClaimed])
    }

    @Test func leavesARunThatAPersonHasPaused() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        let question = try await store.state.askHuman(about: phase, reason: .userRequested)
        try await store.state.resolveIntervention(question, .resume)
        #expect(try await claim(store) == nil)
        try await store.state.resumeRun(run)
        #expect(try await claim(store)?.run.id == run)
    }

    /// Runs that have ended, or wait for a human, cost nothing: whatever is read is read from an index that does not hold them.
    @Test func readsNothingButWhatWaits() async throws {
        let store = try await Store()
        let runs = ClaimableRuns(labels: ["team": "web"], now: store.clock.now, machine: store.machine)
        let dialect = store.database.dialect
        for (query, index) in [
            (runs.waiting(dialect, nil), "runs_waiting"), (runs.answered(dialect, nil), "runs_answered"), (runs.owners(dialect), "runs_owned"),
        ] {
            let (reads, sorts) = try await store.database.read { try $0.steps(of: query) }
            // What is held is few rows; where the engine chooses, another index may do for them.
            #expect(reads.contains { $0.contains(index) } || (dialect == .postgresql && index == "runs_held"), "\(reads)")
            #expect(sorts == [])
            // What was found is read as it is; it is few rows.
            let stored = reads.filter { !$0.contains("owners") && $0 != "SCAN CONSTANT ROW" }
            #expect(stored.allSatisfy { $0.hasPrefix("SEARCH") || $0.contains(index) }, "\(reads)")
        }
    }

    @Test(arguments: ["https://user:secret@example.org/a.git", "ssh://git:secret@example.org/a", "https://token@example.org/a", "ext::sh -c x"])
    func refusesURLsThatHoldPasswords(url: String) async throws {
        let store = try await Store()
        var draft = RunDraft.sample()
        draft.repositoryPath = url
        guard RepositoryAddress(url).url != nil else { return #expect(url.hasPrefix("ext")) }
        do {
            _ = try await store.state.createRun(draft)
            Issue.record("nothing was thrown")
        } catch let error as StateError {
            #expect(error.fields == ["repository_path"] && !"\(error)".contains("secret") && !"\(error)".contains("token@"))
        }
    }
}
