import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// A store of a test's own, in a real database of the current engine, with a clock and a machine that the test sets.
struct Store {
    let directory: TemporaryDirectory
    let database: any SQLDatabase
    let clock = TestClock(step: .milliseconds(3))
    let machine = TestMachine()
    let state: StateManager

    static let actor = Actor(.worker, "tests")

    init() async throws {
        directory = try TemporaryDirectory()
        database = try await TestEngine.current.open(in: directory)
        let opened = try await StateManager.open(database, artifacts: directory.path("artifacts"), actor: Self.actor, clock: clock)
        state = StateManager(database: database, files: opened.files, actor: Self.actor, clock: clock, machine: machine)
    }

    /// A run that is being carried out, with its phases.
    func executing(phases: Int = 2) async throws -> (run: Run.ID, phases: [Phase.ID]) {
        let run = try await state.createRun(.sample(phases: phases)).run
        try await state.startRun(run.id)
        return (run.id, try await state.phases(of: run.id).map(\.id))
    }

    /// A run whose first phase is in progress.
    func started(phases: Int = 2) async throws -> (run: Run.ID, phase: Phase.ID) {
        let (run, phases) = try await executing(phases: phases)
        try await state.startPhase(phases[0])
        return (run, phases[0])
    }

    /// A run with a pass that is running.
    func running() async throws -> (run: Run.ID, phase: Phase.ID, execution: Execution.ID) {
        let (run, phase) = try await started()
        return (run, phase, try await startExecution(of: phase))
    }

    /// A run that waits for an answer about its first phase.
    func asking(expiresAt: Timestamp? = nil) async throws -> (run: Run.ID, phase: Phase.ID, intervention: ManualIntervention.ID) {
        let (run, phase) = try await started()
        try await state.failPhase(phase)
        return (run, phase, try await state.askHuman(about: phase, reason: .maxRetriesExceeded, expiresAt: expiresAt))
    }

    /// Lets the time of day go on. The clock of a server can't be set; there, what runs out comes nearer.
    func letTimePass(_ duration: Duration) async throws {
        clock.advance(by: duration)
        guard TestEngine.current == .postgresql else { return }
        try await database.write { connection in
            for (table, key, column) in [("runs", "run_id", "lease_expires_at"), ("workers", "worker_id", "expires_at")] {
                let rows = try connection.all("SELECT \(raw: key), \(raw: column) FROM \(raw: table) WHERE \(raw: column) IS NOT NULL") {
                    (try $0.text(), try $0.time())
                }
                for (id, time) in rows {
                    try connection.execute("UPDATE \(raw: table) SET \(raw: column) = \(time + duration * -1) WHERE \(raw: key) = \(id)")
                }
            }
        }
    }

    @discardableResult
    func startExecution(of phase: Phase.ID, lease: Lease? = nil) async throws -> Execution.ID {
        try await state.startExecution(of: phase, ExecutionDraft(id: .init(at: clock.now), agent: "shell"), lease: lease).id
    }

    func claim(_ run: Run.ID, owner: String = "worker", for timeToLive: Duration = .seconds(30)) async throws -> Lease {
        try await state.claimRun(run, owner: owner, timeToLive: timeToLive).lease
    }

    /// Everything that the store holds of a run but what a lease's renewal changes.
    func everything(of run: Run.ID) async throws -> RunDocument? {
        try await state.document(of: run, includingEvents: true)
    }

    /// Expects the error, and that nothing was written to the run or its files.
    func expectRefusal(
        of run: Run.ID, _ matches: (StateError) -> Bool, at location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws {
        let (before, files) = (try await everything(of: run), try artifactFiles())
        do {
            try await body()
            Issue.record("nothing was thrown", sourceLocation: location)
        } catch let error as StateError {
            #expect(matches(error), "\(error)", sourceLocation: location)
        }
        #expect(try await everything(of: run) == before, sourceLocation: location)
        #expect(try artifactFiles() == files, sourceLocation: location)
    }

    /// The artifacts' files, partial ones too.
    func artifactFiles() throws -> [String] {
        try directory.names().filter { $0.hasPrefix("artifacts/") && $0.contains(".") }
    }
}

extension StateError {
    var isConflict: Bool { if case .conflict = self { true } else { false } }

    var isLeaseLost: Bool { if case .leaseLost = self { true } else { false } }

    var isNotFound: Bool { if case .notFound = self { true } else { false } }

    /// The fields that a validation error names.
    var fields: [String] { if case .invalid(let violations) = self { violations.map(\.field) } else { [] } }
}
