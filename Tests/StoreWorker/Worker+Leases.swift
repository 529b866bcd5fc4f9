import Foundation
import OrchestratorModel
import OrchestratorPostgres
import OrchestratorState

extension Worker {
    private static let timeToLive = Duration.milliseconds(400)

    /// Claims runs and writes to each a number of times, until there is a file `enough` and all have ended. `WORKER_UNFENCED=1` gives the newest lease
    /// for its own, as if the store did not ask whose it is.
    func leases(_ store: StateManager) async throws {
        let name = "\(getpid())"
        let own = store.acting(as: Actor(.worker, name))
        let parent = getppid()
        // A test that was ended can't say that it is enough.
        while try await hasMore(own), getppid() == parent {
            guard let claimed = try await own.claimNextRun(owner: name, timeToLive: Self.timeToLive) else {
                poll(nil, 0, 10)
                continue
            }
            do {
                try await write(to: claimed, own)
            } catch StateError.leaseLost {
                Acknowledgement.say("lost \(claimed.run.id)")
            } catch is StateError {
                // Without the check it writes to what others have ended.
                continue
            }
        }
    }

    private func hasMore(_ store: StateManager) async throws -> Bool {
        // Looked for first: what comes before the file is there is seen.
        let isEnough = FileManager.default.fileExists(atPath: directory + "/enough")
        let runs = try await store.runs(RunFilter(statuses: [.executing], limit: 1)).runs
        return !isEnough || !runs.isEmpty
    }

    /// The same with a store on a server.
    func leases(onServer url: String) async throws {
        let database = try await PostgresDatabase.open(url)
        let store = try await StateManager.open(database, artifacts: directory + "/artifacts", actor: Actor(.worker, "worker"))
        try await leases(store)
        try await database.close()
    }

    private func write(to claimed: ClaimedRun, _ store: StateManager) async throws {
        let isUnfenced = ProcessInfo.processInfo.environment["WORKER_UNFENCED"] != nil
        guard let phase = try await store.phases(of: claimed.run.id).first else { return }
        func lease() async throws -> Lease? {
            guard isUnfenced else { return claimed.lease }
            guard let run = try await store.run(claimed.run.id), let owner = run.leaseOwner else { return nil }
            return Lease(run: run.id, epoch: run.leaseEpoch, owner: owner, timeToLive: Self.timeToLive)
        }
        for number in 0..<12 {
            poll(nil, 0, 20)
            if number == 6, !isUnfenced { _ = try await store.renew(claimed.lease) }
            try await store.setBranch("branch-\(number)", of: phase.id, lease: try await lease())
        }
        try await store.abortRun(claimed.run.id, lease: try await lease())
        if let lease = try await lease() { try await store.release(lease) }
    }
}
