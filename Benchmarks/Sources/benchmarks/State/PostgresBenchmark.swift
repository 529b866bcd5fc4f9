import AgentOrchestrator
import Foundation

/// One transaction on a PostgreSQL server of its own that makes everything durable, next to pgbench with the same statements on the same server.
enum PostgresBenchmark: BenchmarkGroup {
    static let name = "postgresql"
    private static let rounds = 5
    private static let callers = 64

    static func run(_ report: Report) async throws {
        let server = try PostgresServer()
        defer { server.stop() }
        let database = try await PostgresDatabase.open(server.url)
        try await prepare(database)
        var times: [[Duration]] = Array(repeating: [], count: 5)
        let state = try await StateManager.open(database, artifacts: server.directory + "/artifacts", actor: Actor(.worker, "benchmark"))
        let executions = try await executions(state)
        for _ in 0..<rounds {
            times[0].append(.seconds(1) / (try server.pgbench(clients: 1)))
            times[1].append(try await Measuring.time { for _ in 0..<1000 { try await write(1, database) } } / 1000)
            times[2].append(.seconds(1) / (try server.pgbench(clients: 16)))
            times[3].append(try await together(50) { try await write($0 + 1, database) })
            times[4].append(
                try await together(20) { caller in
                    _ = try await state.addFindings([.benchmark(Int.random(in: 0..<1_000_000_000))], to: executions[caller])
                })
        }
        let medians = times.map(Measuring.median)
        report.tell("one write, pgbench with 1 client", rate(medians[0], report))
        tell(report, "one write, nobody else writing", medians[1], of: medians[0], "pgbench with 1 client")
        report.tell("many writes, pgbench with 16 clients", rate(medians[2], report))
        tell(report, "\(callers) callers", medians[3], of: medians[2], "pgbench with 16 clients")
        report.tell("\(callers) callers who add a finding with its event", rate(medians[4], report))
        try await database.close()
    }

    private static func tell(_ report: Report, _ what: String, _ time: Duration, of other: Duration, _ peer: String) {
        let share = other / time
        report.tell(what, "\(rate(time, report)), \(Int(share * 100)) % of \(peer)", goal: "≥ 60 %", isMet: share >= 0.6)
    }

    private static func rate(_ time: Duration, _ report: Report) -> String { "\(Int(.seconds(1) / time)) a second, \(report.text(time)) each" }

    /// All callers at once.
    ///
    /// - Returns: The time for one call.
    private static func together(_ each: Int, _ body: @escaping @Sendable (_ caller: Int) async throws -> Void) async throws -> Duration {
        try await Measuring.time {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<callers { group.addTask { for _ in 0..<each { try await body(caller) } } }
                try await group.waitForAll()
            }
        } / (each * callers)
    }

    /// An execution for each caller.
    private static func executions(_ state: StateManager) async throws -> [Execution.ID] {
        var executions: [Execution.ID] = []
        for _ in 0..<callers { executions.append(try await state.benchmarkExecution()) }
        return executions
    }

    private static func prepare(_ database: PostgresDatabase) async throws {
        try await database.write { connection in
            try connection.execute("CREATE SCHEMA compared")
            try connection.execute("CREATE TABLE compared.heads (id BIGINT PRIMARY KEY, last_event BIGINT NOT NULL)")
            try connection.execute(
                "CREATE TABLE compared.lines (head BIGINT NOT NULL, sequence BIGINT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (head, sequence))")
            for id in 1...callers { try connection.execute("INSERT INTO compared.heads (id, last_event) VALUES (\(id), 0)") }
        }
    }

    /// What pgbench does by the script of ``PostgresServer``.
    private static func write(_ head: Int, _ database: PostgresDatabase) async throws {
        try await database.write { connection in
            let last = try connection.first("SELECT last_event FROM compared.heads WHERE id = \(head) FOR NO KEY UPDATE") { try $0.integer() } ?? 0
            try connection.execute("INSERT INTO compared.lines (head, sequence, payload) VALUES (\(head), \(last + 1), repeat('x', 300))")
            try connection.execute("UPDATE compared.heads SET last_event = \(last + 1) WHERE id = \(head)")
        }
    }
}

extension StateManager {
    /// A run of its own with a pass that is running.
    fileprivate func benchmarkExecution() async throws -> Execution.ID {
        let phase = PhaseDraft(title: "phase", intent: "intent", size: .small, plan: Phase.Plan(), dependencies: [], maxRetries: 1)
        let run = try await createRun(RunDraft(title: "run", repositoryPath: "/r", branch: "main", phases: [phase])).run
        try await startRun(run.id)
        guard let first = try await phases(of: run.id).first else { preconditionFailure("a run has the phases it was created with") }
        try await startPhase(first.id)
        return try await startExecution(of: first.id, ExecutionDraft(id: Execution.ID(at: SystemWallClock().now), agent: "shell")).id
    }
}
