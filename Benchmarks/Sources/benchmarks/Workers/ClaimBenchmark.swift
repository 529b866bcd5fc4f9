import AgentOrchestrator
import Foundation

/// Eight workers who claim runs without phases and complete them, with which their leases end; on a server next to eight clients of pgbench who each
/// take a row by an update.
///
/// All take what they have places for at the same time, and then all end what they have: so claims are timed among as many leases as workers hold, and
/// apart from what becomes of the runs. `BENCHMARK_STATE` names the store, `sqlite:PATH` or `postgresql://…`; by default a file and a server of its own are
/// measured.
enum ClaimBenchmark: BenchmarkGroup {
    static let name = "claims"
    static let childArgument = "--claims"
    private static let workers = 8
    fileprivate static let places = 8
    private static let runs = workers * places * 25
    /// pgbench takes so many rows in a fraction of a second.
    private static let rows = 2000
    private static let rounds = 3

    /// How a worker fills its places.
    private enum Way: String, CaseIterable {
        case oneByOne, atOnce

        var description: String {
            switch self {
            case .oneByOne: "one at a time"
            case .atOnce: "all \(places) that they have places for"
            }
        }
    }

    /// What it took for each run.
    private struct Times {
        var claiming: [Duration] = []
        var whole: [Duration] = []
    }

    static func run(_ report: Report) async throws {
        try await WorkerStore.each { url, directory in
            var times: [Way: Times] = [:]
            var peers: [Duration] = []
            // Both sides take turns.
            for _ in 0..<rounds {
                for way in Way.allCases { try await measure(way, url, directory, &times[way, default: Times()]) }
                guard url.hasPrefix("postgresql:") else { continue }
                peers.append(.seconds(1) / (try ClaimPeer(url: url, directory: directory).rate(clients: workers, rows: rows)))
            }
            tell(report, times, peers, engine: String(url.prefix { $0 != ":" }))
        }
    }

    private static func tell(_ report: Report, _ times: [Way: Times], _ peers: [Duration], engine: String) {
        func rate(_ time: Duration) -> String { "\(Int(.seconds(1) / time)) a second" }
        let peer = peers.isEmpty ? nil : Measuring.median(peers)
        if let peer { report.tell("\(workers) clients of pgbench take a row each by an update", rate(peer)) }
        for way in Way.allCases {
            guard let times = times[way] else { continue }
            let (claiming, whole) = (Measuring.median(times.claiming), Measuring.median(times.whole))
            let what = "\(engine): \(workers) workers claim runs, \(way.description)"
            if let peer {
                let share = peer / claiming
                report.tell(what, "\(rate(claiming)), \(Int(share * 100)) % of pgbench", goal: "≥ 25 %", isMet: share >= 0.25)
            } else {
                report.tell(what, rate(claiming))
            }
            report.tell("  and complete them, with which their leases end", rate(whole))
        }
    }

    private static func measure(_ way: Way, _ url: String, _ directory: String, _ times: inout Times) async throws {
        try await fill(url, directory)
        let children = try (0..<workers).map { _ in try ClaimChild([childArgument, url, directory, way.rawValue]) }
        for child in children { _ = try child.answer() }
        var (claiming, ending, taken) = (Duration.zero, Duration.zero, 0)
        while true {
            var claimed = 0
            claiming += try await Measuring.time { claimed = try all(children, .claim) }
            if claimed == 0 { break }
            ending += try await Measuring.time { _ = try all(children, .end) }
            taken += claimed
        }
        for child in children { try child.finish() }
        guard taken == runs else { throw Left(taken: taken) }
        times.claiming.append(claiming / runs)
        times.whole.append((claiming + ending) / runs)
    }

    /// Not all runs were taken.
    private struct Left: Error {
        let taken: Int
    }

    /// Lets all do it at the same time.
    ///
    /// - Returns: How many runs that was.
    private static func all(_ children: [ClaimChild], _ order: ClaimChild.Order) throws -> Int {
        for child in children { try child.give(order) }
        return try children.reduce(0) { $0 + Int(try $1.answer()) }
    }

    private static func fill(_ url: String, _ directory: String) async throws {
        let (state, close) = try await WorkerStore.open(url, artifacts: directory, actor: "benchmark")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<16 {
                group.addTask {
                    for number in stride(from: caller, to: runs, by: 16) {
                        let run = try await state.createRun(RunDraft(title: "Empty", repositoryPath: "/srv/\(number)", branch: "main")).run
                        try await state.startRun(run.id)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await close()
    }

    /// What each of the workers does when it is told to.
    static func child(_ arguments: [String]) async throws {
        guard let way = Way(rawValue: arguments[3]) else { throw WorkerStore.Unknown(url: arguments[3]) }
        let (state, close) = try await WorkerStore.open(arguments[1], artifacts: arguments[2], actor: "benchmark:\(getpid())")
        // The connection is there before the time begins, as it is for pgbench.
        _ = try await state.hasClaimableRun()
        var held: [ClaimedRun] = []
        try ClaimChild.answer(0)
        while let order = ClaimChild.order() {
            switch order {
            case .claim: held = try await claim(way, state)
            // What the engine does with a run that has nothing to be done: the lease ends with it.
            case .end: for claimed in held { try await state.completeRun(claimed.run.id, lease: claimed.lease) }
            }
            try ClaimChild.answer(held.count)
        }
        try await close()
    }

    private static func claim(_ way: Way, _ state: StateManager) async throws -> [ClaimedRun] {
        var claims: [ClaimedRun] = []
        while claims.count < places {
            let limit = way == .atOnce ? places - claims.count : 1
            let next = try await state.claimNextRuns(limit, owner: "\(getpid())", timeToLive: .seconds(30))
            if next.isEmpty { break }
            claims += next
        }
        return claims
    }
}
