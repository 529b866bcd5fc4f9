import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What holds after anything that may happen to a run.
@Suite(.everyEngine) struct HistoryTests {
    /// The seeds of the histories that are played: a few, or those that `ORCHESTRATOR_HISTORIES=0-1999` names.
    private static let seeds: Range<Int> = {
        let bounds = ProcessInfo.processInfo.environment["ORCHESTRATOR_HISTORIES"]?.split(separator: "-").compactMap { Int($0) } ?? []
        return bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]..<bounds[1] + 1 : 0..<24
    }()

    @Test(arguments: seeds)
    func tellsEverythingByEvents(seed: Int) async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: seed)
        try await history.go(steps: 150)
        var told = 0
        for run in history.runs {
            let events = try await store.state.events(of: run, limit: 100_000)
            told += events.count
            try await Self.expectReplay(events, of: run, in: store)
            try await Self.expectChain(events, of: run, in: store)
            try await Self.expectCounters(of: run, in: store, events)
            try await Self.expectFindings(of: run, in: store)
        }
        #expect(try await store.state.wrongCounters() == [])
        #expect(try await store.state.wrongLists() == [])
        #expect(history.done > 0)
        print("history \(seed): \(history.runs.count) runs, \(history.done) operations, \(told) events")
    }

    private static func expectReplay(_ events: [Event], of run: Run.ID, in store: Store) async throws {
        var stored = try #require(await store.state.document(of: run))
        // Renewals of a lease are no events.
        stored.run.leaseExpiresAt = nil
        #expect(try await store.state.document(of: run, at: events.count) == stored)
        var problems: [StoreProblem] = []
        let report = try await store.state.verify(run) { problems.append($0) }
        #expect(problems == [] && report.events == events.count)
    }

    @Test(arguments: 0..<8)
    func givesTheStateAtEachEvent(seed: Int) async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: 1000 + seed)
        var (seen, before): ([Run.ID: [RunDocument]], Int) = ([:], 0)
        for _ in 0..<80 {
            try await history.go(steps: 1)
            guard history.done > before, let run = history.runs.last else { continue }
            before = history.done
            var document = try #require(await store.everything(of: run))
            document.run.leaseExpiresAt = nil
            seen[run, default: []].append(document)
        }
        for (run, documents) in seen {
            for document in documents {
                #expect(try await store.state.document(of: run, at: document.run.lastEvent, includingEvents: true) == document)
            }
        }
        #expect(seen.values.map(\.count).reduce(0, +) > 40)
    }

    @Test func knowsNoEventBeyondTheLast() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        for sequence in [-1, 0, 3, .max] {
            await #expect(throws: StateError.self) { _ = try await store.state.document(of: run, at: sequence) }
        }
        #expect(try await store.state.document(of: run, at: 1)?.run.status == .planning)
        #expect(try await store.state.document(of: Run.ID(at: store.clock.now), at: 1) == nil)
    }

    /// The database and the pure function say the same of findings.
    private static func expectFindings(of run: Run.ID, in store: Store) async throws {
        let document = try #require(await store.state.document(of: run))
        for isWhole in [false, true] {
            let filter = TrackedFindingFilter(run: run, includesEarlierReports: isWhole, limit: 10_000)
            let tracked = try await store.state.trackedFindings(filter).findings
            #expect(tracked == document.trackedFindings(includingEarlierReports: isWhole))
        }
        for phase in document.phases { #expect(try await store.state.convergence(of: phase.phase.id) == phase.convergence) }
    }

    /// Invariant 5.
    private static func expectChain(_ events: [Event], of run: Run.ID, in store: Store) async throws {
        var previous = String(repeating: "0", count: 64)
        for (index, event) in events.enumerated() {
            #expect(event.sequence == index + 1)
            #expect(event.previousHash == previous)
            let rest: JSONValue = [
                "kind": .string(event.kind.rawValue), "entity": .string(event.entity.rawValue), "entity_id": .string(event.entityID),
                "actor_kind": .string(event.actor.kind.rawValue), "actor_name": .string(event.actor.name), "payload": event.payload,
                "time": .string(event.time.description),
            ]
            #expect(
                event.hash
                    == Digest.text(ofFields: ["1", run.description, String(event.sequence), previous, rest.canonicalText]))
            if index > 0 { #expect(events[index - 1].time <= event.time) }
            previous = event.hash
        }
        let row = try #require(await store.state.run(run))
        #expect(row.lastEvent == events.count)
        #expect(row.lastEventHash == previous)
    }

    /// Invariant 4.
    private static func expectCounters(of run: Run.ID, in store: Store, _ events: [Event]) async throws {
        let row = try #require(await store.state.run(run))
        let phases = try await store.state.phases(of: run)
        #expect(row.totalPhases == phases.count)
        #expect(row.completedPhases == phases.count { $0.status == .completed })
        #expect(row.leaseEpoch == events.count { $0.kind == .leaseClaimed })
        for phase in phases {
            var retries = 0
            for event in events {
                let change = event.payload["phase"]
                guard change?["phase_id"]?.string == phase.id.description, let told = change?["retry_count"]?.integer else { continue }
                retries = event.kind == .phaseRetried ? retries + 1 : 0
                #expect(told == retries)
            }
            #expect(phase.retryCount == retries)
            let executions = try await store.state.executions(of: phase.id)
            #expect(executions.map(\.passNumber) == Array(0..<executions.count).map { $0 + 1 })
            let revisions = try await store.state.specRevisions(of: phase.id)
            #expect(revisions.map(\.revision) == Array(0..<revisions.count).map { $0 + 1 })
            let answers = try await store.state.interventions(of: run).filter { $0.phaseID == phase.id && $0.action == .modifySpec }
                .sorted { ($0.resolvedAt ?? $0.createdAt) < ($1.resolvedAt ?? $1.createdAt) }
            // Each answer gave one, and that of one that lapsed unused holds no more.
            #expect(answers.count == revisions.count)
            #expect(phase.specRevision == (answers.lastIndex { $0.status != .expired }.map { $0 + 1 } ?? 0))
        }
        if Run.transitions.isFinal(row.status) {
            #expect(try await store.state.interventions(of: run, pendingOnly: true).isEmpty)
            for phase in phases { #expect(try await store.state.executions(of: phase.id).allSatisfy { $0.status != .running }) }
        }
    }

    @Test func numbersTheEventsOfManyWritersWithoutGaps() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample()).run.id
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask { for index in 0..<5 { try await store.state.setLabels(["w\(writer)": "\(index)"], of: run) } }
            }
            try await group.waitForAll()
        }
        let events = try await store.state.events(of: run)
        #expect(events.count == 81)
        try await Self.expectChain(events, of: run, in: store)
    }
}
