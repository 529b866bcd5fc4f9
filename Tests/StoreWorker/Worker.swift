import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorSQLite
import OrchestratorState
import OrchestratorTestKit

/// Carries a scenario out.
struct Worker: Sendable {
    let directory: String
    let scenario: Scenario
    let isEager = ProcessInfo.processInfo.environment["WORKER_EAGER"] != nil

    var database: String { directory + (scenario == .fresh ? "/deep/er/state.db" : "/state.db") }

    private var tuning: SQLiteTuning {
        var tuning = SQLiteTuning()
        tuning.isDurable = ProcessInfo.processInfo.environment["WORKER_NORMAL"] == nil
        switch scenario {
        case .checkpoints, .reader, .endless: tuning.checkpointPages = 30
        case .spills: tuning.cacheSize = 48
        case .cuts: (tuning.largestLog, tuning.checkpointPages, tuning.checkpointPagesOfSmallCommits) = (0, 100_000, 100_000)
        default: break
        }
        return tuning
    }

    func run() async throws {
        switch scenario {
        case .restore: try await restore()
        case .leases:
            guard let url = ProcessInfo.processInfo.environment["WORKER_STATE"] else { return try await withStore { store, _ in try await leases(store) } }
            try await leases(onServer: url)
        case .reopening:
            for round in 0..<4 {
                try await withStore { store, _ in
                    let run = try await createRun(store)
                    await label(run, "round", "\(round)", store)
                }
            }
        default: try await withStore { store, database in try await carryOut(store, database) }
        }
    }

    /// Opens the store, and closes it; that closing fails is told, for it is no acknowledgement.
    func withStore(_ body: (StateManager, SQLiteDatabase) async throws -> Void) async throws {
        let database = try SQLiteDatabase.open(database, .createIfMissing, tuning)
        do {
            let store = try await StateManager.open(database, artifacts: directory + "/artifacts", actor: Actor(.worker, "worker"))
            try await body(store, database)
        } catch {
            report(error)
        }
        try await database.close()
    }

    private func carryOut(_ store: StateManager, _ database: SQLiteDatabase) async throws {
        switch scenario {
        case .fresh: for _ in 0..<3 { _ = try await createRun(store) }
        case .sequence, .reopening, .restore: try await sequence(12, store)
        case .crowd, .refusals: try await crowd(store)
        case .artifacts: try await artifacts(5, store)
        case .findings, .spills: try await findings(store)
        case .checkpoints: try await sequence(40, store)
        case .cuts: try await cuts(store, database)
        case .reader: try await besideReader(store, database)
        case .backup: try await backup(store, database)
        case .vacuum: try await vacuum(store, database)
        case .share: try await sequence(99, store)
        case .leases: try await leases(store)
        case .endless: try await endless(store)
        }
    }

    // MARK: - What is done

    private func sequence(_ count: Int, _ store: StateManager) async throws {
        let run = try await createRun(store)
        for value in 0..<count { await label(run, "count", "\(value)", store) }
    }

    private func crowd(_ store: StateManager) async throws {
        let runs = [try await createRun(store), try await createRun(store)]
        await withTaskGroup(of: Void.self) { group in
            for caller in 0..<16 {
                group.addTask {
                    for value in 0..<2 {
                        if scenario == .refusals, caller.isMultiple(of: 3) {
                            await attempt("refused") { try await store.setLabels(["": ""], of: runs[0]) }
                            _ = try? await store.setLabels(["a": "b"], of: Run.ID(at: SystemWallClock().now))
                        } else {
                            await label(runs[caller % 2], "caller\(caller)", "\(value)", store)
                        }
                    }
                }
            }
        }
    }

    private func artifacts(_ count: Int, _ store: StateManager) async throws {
        let run = try await createRun(store)
        for number in 0..<count { await artifact(number, run, store) }
    }

    private func findings(_ store: StateManager) async throws {
        let run = try await createRun(store)
        try await store.startRun(run)
        guard let phase = try await store.phases(of: run).first else { return }
        try await store.startPhase(phase.id)
        let id = Execution.ID(at: SystemWallClock().now)
        _ = try await store.startExecution(of: phase.id, ExecutionDraft(id: id, agent: "shell"))
        for (batch, letter) in ["a", "b", "c"].enumerated() {
            // Numbers in titles don't tell findings apart.
            let drafts = (1...100).map { FindingDraft.sample("finding " + String(repeating: letter, count: $0)) }
            await attempt("findings \(id) \((batch + 1) * 100)") { _ = try await store.addFindings(drafts, to: id) }
        }
    }

    private func cuts(_ store: StateManager, _ database: SQLiteDatabase) async throws {
        for _ in 0..<2 {
            try await sequence(4, store)
            let clock = ContinuousClock()
            // Where a call fails, the log may stay as it is.
            let isFaulty = ProcessInfo.processInfo.environment["FAULT_FAIL"] != nil
            let deadline = clock.now + .milliseconds(isFaulty ? 200 : 5000)
            while logBytes > 0, clock.now < deadline { poll(nil, 0, 1) }
        }
    }

    private var logBytes: Int { (try? FileManager.default.attributesOfItem(atPath: database + "-wal")[.size] as? Int) ?? 0 }

    private func besideReader(_ store: StateManager, _ database: SQLiteDatabase) async throws {
        let (began, ended) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        async let reading: Void = database.read { connection in
            _ = try connection.first("SELECT COUNT(*) FROM runs") { try $0.integer() }
            began.continuation.yield()
            began.continuation.finish()
            ended.wait()
        }
        for await _ in began.stream { break }
        do { try await sequence(25, store) } catch { report(error) }
        ended.signal()
        try await reading
        try await sequence(5, store)
    }

    private func endless(_ store: StateManager) async throws {
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    var number = 0
                    while true {
                        guard let run = try? await createRun(store) else { continue }
                        for _ in 0..<10 {
                            number += 1
                            if writer == 0 { await artifact(number, run, store) } else { await label(run, "w\(writer)", "\(number)", store) }
                        }
                    }
                }
            }
        }
    }

    // MARK: - Acknowledged operations

    func createRun(_ store: StateManager) async throws -> Run.ID {
        let run = try await store.createRun(.sample()).run.id
        Acknowledgement.say("run \(run)")
        return run
    }

    func label(_ run: Run.ID, _ key: String, _ value: String, _ store: StateManager) async {
        await attempt("label \(run) \(key) \(value)") { try await store.setLabels([key: value], of: run) }
    }

    private func artifact(_ number: Int, _ run: Run.ID, _ store: StateManager) async {
        let text = String(repeating: "artifact \(number)\n", count: 50)
        do {
            let id = try await store.saveArtifact(text, .agentOutput, of: run)
            Acknowledgement.say("artifact \(id) \(number)")
        } catch {
            report(error)
        }
    }

    /// Says the line once the operation has returned; the eager worker is the control that says it before.
    func attempt(_ line: String, _ operation: () async throws -> Void) async {
        if isEager { Acknowledgement.say(line) }
        do {
            try await operation()
            if !isEager { Acknowledgement.say(line) }
        } catch {
            report(error)
        }
    }

    /// Says what kind of error it is; one without a kind is an error of the program.
    func report(_ error: any Error) {
        switch error {
        case let error as DatabaseError: Acknowledgement.say("error database \(error.kind.rawValue)")
        case let error as ArtifactError: Acknowledgement.say("error artifact \(error.kind.rawValue)")
        case is StateError: Acknowledgement.say("error state \(error)")
        default: Acknowledgement.say("untyped \(error)")
        }
    }
}
