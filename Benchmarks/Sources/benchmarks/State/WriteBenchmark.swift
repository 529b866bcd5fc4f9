import AgentOrchestrator
import Foundation

/// One durable write, a finding with its event: alone, and from 64 callers at a time.
enum WriteBenchmark: BenchmarkGroup {
    static let name = "writes"
    private static let rounds = 7
    private static let callers = 64

    static func run(_ report: Report) async throws {
        try await with(runs: 1) { limit, own, peers in try await one(report, limit, own, peers) }
        try await with(runs: callers) { limit, own, peers in try await many(report, limit, own, peers) }
    }

    /// Both sides have as many runs that findings are written to, and so write to as many places of the file.
    private static func with(runs: Int, _ body: (RawStore, Workplace, [Peer]) async throws -> Void) async throws {
        try await Workplace.with { raw in
            for _ in 0..<runs { _ = try await raw.state.addFindings([.benchmark(0)], to: try await raw.execution().id) }
            // The store would move the log meanwhile.
            try await raw.state.close()
            let limit = try RawStore(path: raw.databasePath, checkpointPages: runs == 1 ? 1000 : 6000)
            try await Workplace.with { own in
                let peers = try [
                    Peer("rows with aiosqlite and pydantic", script: "rows", directory: own.directory),
                    Peer("LangGraph's checkpointer", script: "langgraph_checkpoints", directory: own.directory),
                    Peer("DBOS on SQLite", script: "dbos_steps", directory: own.directory),
                ]
                defer { peers.forEach { $0.close() } }
                try await body(limit, own, peers)
            }
        }
    }

    private static func one(_ report: Report, _ limit: RawStore, _ own: Workplace, _ peers: [Peer]) async throws {
        let writer = Writer(state: own.state, execution: try await own.execution().id)
        var times: [[Duration]] = Array(repeating: [], count: 2 + peers.count)
        for round in 0..<rounds {
            times[0].append(try await Measuring.time { for _ in 0..<300 { try limit.write(1) } } / 300)
            times[1].append(try await Measuring.time { try await writer.write(300, from: round * 300) } / 300)
            for (index, peer) in peers.enumerated() { times[2 + index].append(try peer.write(callers: 1, writes: 30)) }
        }
        let medians = times.map(Measuring.median)
        report.tell("one write, raw C", report.text(medians[0]))
        let ratio = medians[1] / medians[0]
        report.tell(
            "one write, nobody else writing", "\(report.text(medians[1])), \(report.text(times: ratio)) raw C", goal: "≤ 1.5 × raw C",
            isMet: ratio <= 1.5)
        compare(report, "one write", peers, medians, goal: 5)
    }

    private static func many(_ report: Report, _ limit: RawStore, _ own: Workplace, _ peers: [Peer]) async throws {
        var writers: [Writer] = []
        for _ in 0..<callers { writers.append(Writer(state: own.state, execution: try await own.execution().id)) }
        var times: [[Duration]] = Array(repeating: [], count: 2 + peers.count)
        let each = 100
        for round in 0..<rounds {
            times[0].append(try await Measuring.time { for _ in 0..<each { try limit.write(callers) } } / (each * callers))
            times[1].append(
                try await Measuring.time {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for writer in writers { group.addTask { try await writer.write(each, from: round * each) } }
                        try await group.waitForAll()
                    }
                } / (each * callers))
            for (index, peer) in peers.enumerated() { times[2 + index].append(try peer.write(callers: callers, writes: callers * 2)) }
        }
        let medians = times.map(Measuring.median)
        report.tell("\(callers) callers, raw C in batches of \(callers)", report.text(medians[0]))
        let (ratio, rate) = (medians[1] / medians[0], Int(Duration.seconds(1) / medians[1]))
        report.tell(
            "\(callers) callers", "\(rate) writes/s, \(report.text(medians[1])) a write, \(report.text(times: ratio)) raw C",
            goal: "≥ 25000 writes/s, or ≤ 2 × raw C", isMet: rate >= 25_000 || ratio <= 2)
        compare(report, "\(callers) callers", peers, medians, goal: 20)
    }

    /// The first peer has a goal; of the others the ratios are told.
    private static func compare(_ report: Report, _ what: String, _ peers: [Peer], _ medians: [Duration], goal: Double) {
        for (index, peer) in peers.enumerated() {
            let ratio = medians[2 + index] / medians[1]
            let text = "\(report.text(medians[2 + index])), \(report.text(times: ratio)) as long as this store"
            if index == 0 {
                report.tell("\(what), \(peer.name)", text, goal: "≥ \(Int(goal)) ×", isMet: ratio >= goal)
            } else {
                report.tell("\(what), \(peer.name)", text)
            }
        }
    }

    /// One caller, who writes findings to an execution of its own.
    private struct Writer: Sendable {
        let state: StateManager
        let execution: Execution.ID

        func write(_ count: Int, from first: Int) async throws {
            for number in first..<first + count { _ = try await state.addFindings([.benchmark(number)], to: execution) }
        }
    }
}
