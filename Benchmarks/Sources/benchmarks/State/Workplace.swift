import AgentOrchestrator
import Foundation

/// A store in a directory of its own, which goes when the body is done.
struct Workplace: Sendable {
    let directory: String
    let state: StateManager

    /// The path of the database file.
    var databasePath: String { directory + "/state.db" }

    static func with<Value>(_ body: (Workplace) async throws -> Value) async throws -> Value {
        try await with(first: { _ in }, rest: { _ in }, body)
    }

    /// A store whose rows come from elsewhere in part.
    ///
    /// - Parameters:
    ///   - first: Writes through the store.
    ///   - rest: Gets the path of the database when no store has it open.
    ///   - body: Gets the store when all rows are there.
    static func with<Value>(
        first: (Workplace) async throws -> Void, rest: (String) throws -> Void, _ body: (Workplace) async throws -> Value
    ) async throws -> Value {
        let directory = NSTemporaryDirectory() + "/benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await open(directory, first)
        try rest(directory + "/state.db")
        return try await open(directory, body)
    }

    private static func open<Value>(_ directory: String, _ body: (Workplace) async throws -> Value) async throws -> Value {
        let database = try SQLiteDatabase.open(directory + "/state.db")
        let state = try await StateManager.open(database, artifacts: directory + "/artifacts", actor: Actor(.user, "benchmark"))
        let value = try await body(Workplace(directory: directory, state: state))
        try await database.close()
        return value
    }

    /// A run that is carried out, with its first phase in progress.
    func executingRun(phases: Int = 1) async throws -> Run {
        let run = try await state.createRun(.benchmark(phases: phases)).run
        try await state.startRun(run.id)
        return run
    }

    /// A running execution of the phase.
    func execution(of phase: Phase.ID) async throws -> Execution {
        try await state.startExecution(of: phase, ExecutionDraft(id: Execution.ID(at: SystemWallClock().now), agent: "shell"))
    }

    /// A running execution of a new run.
    func execution() async throws -> Execution {
        let run = try await executingRun()
        guard let phase = try await state.phases(of: run.id).first else { preconditionFailure("the run has a phase") }
        try await state.startPhase(phase.id)
        return try await execution(of: phase.id)
    }
}

extension RunDraft {
    static func benchmark(phases: Int = 1, number: Int = 0) -> RunDraft {
        RunDraft(
            title: "Add search to dashboard \(number)", repositoryPath: "/srv/dashboard\(number % 100)", branch: "main\(number % 10)",
            labels: ["team": "team\(number % 10)"], configuration: ["execution": ["max_retries": 3]],
            phases: (0..<phases).map {
                PhaseDraft(
                    title: "Phase \($0 + 1)", intent: "Full-text search over projects", size: .small, plan: Phase.Plan(files: ["src/search.py"]),
                    dependencies: [], maxRetries: 2)
            })
    }
}

extension FindingDraft {
    /// A finding with an identity of its own: numbers don't count in an identity, so the number is spelled.
    static func benchmark(_ number: Int) -> FindingDraft {
        let spelled = String(number).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0.wholeNumberValue ?? 0))) }.joined()
        return FindingDraft(
            severity: [.major, .medium, .minor][number % 3], category: .test, title: "test_search fails \(spelled)", description: "It fails",
            evidence: "AssertionError", file: "tests/search.py", line: 14, rule: "test_search")
    }
}
