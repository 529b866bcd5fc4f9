import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What holds after anything that may happen to a run.
@Suite struct HistoryTests {
    @Test(arguments: 0..<16)
    func tellsEverythingByEvents(seed: Int) async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: seed)
        try await history.go(steps: 150)
        for run in history.runs {
            let events = try await store.state.events(of: run, limit: 100_000)
            try await Self.expectReplay(events, of: run, in: store)
            try await Self.expectChain(events, of: run, in: store)
            try await Self.expectCounters(of: run, in: store, events)
        }
        #expect(try await store.state.wrongCounters() == [])
        #expect(history.done > 100)
    }

    private static func expectReplay(_ events: [Event], of run: Run.ID, in store: Store) async throws {
        var replayed = try Replay(events).rows
        var stored = try await StoredRows(run, in: store.database).rows
        // Renewals of a lease are no events.
        replayed["run"]?[run.description]?["lease_expires_at"] = nil
        stored["run"]?[run.description]?["lease_expires_at"] = nil
        for (entity, rows) in stored {
            for (key, row) in rows where replayed[entity]?[key] != row {
                let told = replayed[entity]?[key] ?? [:]
                Issue.record("events tell otherwise of \(row.keys.filter { told[$0] != row[$0] }.sorted()) of a \(entity)")
            }
        }
        #expect(replayed == stored)
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
            #expect(revisions.map(\.revision) == Array(0..<phase.specRevision).map { $0 + 1 })
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
