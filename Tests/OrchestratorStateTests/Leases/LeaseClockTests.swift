import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Leases between hosts whose clocks differ: on a server its clock alone decides.
@Suite(.serialized) struct LeaseClockTests {
    /// A host that sees none of the others' processes.
    private struct Host: Machine {
        let name: String
        var microsecondsSinceBoot: Int { 1 }

        func liveness(of holder: LeaseHolder) -> ProcessIdentity.Liveness { holder.host == name ? .alive : .outOfSight }

        func holder(since: Timestamp) -> LeaseHolder { LeaseHolder(host: name, bootID: name, processID: 1, processStart: 1, since: since) }
    }

    /// A store as two hosts see it, whose clocks are that far from the true time.
    private struct Hosts {
        let store: Store
        let run: Run.ID
        let first: StateManager
        let second: StateManager

        init(_ ahead: Duration, _ otherAhead: Duration) async throws {
            store = try await Store()
            var draft = RunDraft.sample()
            draft.repositoryPath = "ssh://git@example.org/a.git"
            run = try await store.state.createRun(draft).run.id
            try await store.state.startRun(run)
            let (database, files) = (store.database, store.state.files)
            func host(_ name: String, _ ahead: Duration) -> StateManager {
                let clock = TestClock(at: SystemWallClock().now + ahead)
                return StateManager(database: database, files: files, actor: Store.actor, clock: clock, machine: Host(name: name))
            }
            (first, second) = (host("first", ahead), host("second", otherAhead))
        }

        func taken(by host: StateManager) async throws -> ClaimedRun? {
            try await host.claimNextRun(owner: "worker", timeToLive: .seconds(30))
        }

        /// Whether the second host leaves the first one's run alone while its lease is good.
        func respects() async throws -> Bool {
            let lease = try #require(await taken(by: first)).lease
            _ = try await first.registerWorker(timeToLive: .seconds(30))
            let isLeft = try await taken(by: second) == nil
            guard isLeft else { return false }
            #expect(try await second.holder(of: run) != nil)
            #expect(try await second.recoverableRuns().isEmpty)
            #expect(try await second.workers().map(\.status) == [.idle])
            _ = try await first.renew(lease)
            return try await taken(by: second) == nil
        }
    }

    private static let differences: [(Duration, Duration)] = [(.seconds(-300), .seconds(600)), (.seconds(600), .seconds(-300)), (.zero, .zero)]

    @Test(arguments: differences) func leaveALeaseAloneWhileItIsGood(_ ahead: Duration, _ other: Duration) async throws {
        try await TestEngine.postgresql.run {
            let isLeft = try await Hosts(ahead, other).respects()
            #expect(isLeft)
        }
    }

    @Test(arguments: differences) func takeARunOverWhenItsLeaseIsOver(_ ahead: Duration, _ other: Duration) async throws {
        try await TestEngine.postgresql.run {
            let hosts = try await Hosts(ahead, other)
            let isLeft = try await hosts.respects()
            #expect(isLeft)
            try await hosts.store.letTimePass(.seconds(31))
            #expect(try await hosts.second.workers().map(\.status) == [.dead])
            let claimed = try #require(await hosts.taken(by: hosts.second))
            #expect(claimed.run.id == hosts.run && claimed.lease.epoch == 2)
            #expect(try await hosts.taken(by: hosts.first) == nil)
        }
    }

    /// The control: where each host went by its own clock, one that is ahead would take what is another's.
    @Test func wouldBeTakenByAHostThatIsAheadIfItsOwnClockDecided() async throws {
        let isLeft = try await Hosts(.seconds(-300), .seconds(600)).respects()
        #expect(!isLeft)
    }
}
