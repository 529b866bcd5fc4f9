import AgentOrchestrator
import Foundation

/// Keeps the record of one run: two phases, a retry, a worker that stops and another that takes over, and the reports.
@main
struct StateUsage {
    let directory: String

    static func main() async throws {
        let kept = CommandLine.arguments.dropFirst().first
        let directory = kept ?? NSTemporaryDirectory() + "state-usage-\(UUID().uuidString)"
        try await StateUsage(directory: directory).run()
        if kept == nil { try FileManager.default.removeItem(atPath: directory) }
    }

    func run() async throws {
        let run = try await open { state in
            let run = try await create(in: state)
            try await carryOutFirstPhase(of: run, in: state)
            try await stopInTheMiddle(of: run, in: state)
            return run
        }
        try await open { state in
            try await recover(in: state)
            try await report(run, in: state)
        }
    }

    /// Opens the store for a while.
    private func open<Value>(_ body: (StateManager) async throws -> Value) async throws -> Value {
        try await withStateManager(
            at: directory + "/state.db", artifacts: directory + "/artifacts", actor: Actor(.worker, "state-usage")
        ) { state in
            try await body(state)
        }
    }

    /// A run and its phases are one transaction.
    private func create(in state: StateManager) async throws -> Run.ID {
        let draft = RunDraft(
            title: "Add search to the dashboard", repositoryPath: "/srv/dashboard", branch: "main", labels: ["team": "web"],
            phases: [
                PhaseDraft(title: "Backend", intent: "Full-text search over projects", size: .medium, maxRetries: 2),
                PhaseDraft(title: "Front end", intent: "A search field on every page", size: .small, dependencies: [1], maxRetries: 2),
            ])
        let run = try await state.createRun(draft).run
        try await state.startRun(run.id)
        print("created run \(run.id.short) with \(run.totalPhases) phases")
        return run.id
    }

    /// The first pass is blocked by what the checks find; the second one passes.
    private func carryOutFirstPhase(of run: Run.ID, in state: StateManager) async throws {
        guard let phase = try await state.readyPhases(of: run).first else { return }
        try await state.startPhase(phase.id)
        let first = try await pass(at: phase, in: state)
        let findings = try await state.recordVerification(
            of: first.id,
            VerificationRecord(
                findings: [
                    FindingDraft(
                        severity: .major, category: .test, title: "test_search fails", description: "Search finds nothing",
                        evidence: "AssertionError: 0 != 1", file: "tests/search.py", line: 14),
                    FindingDraft(severity: .minor, category: .lint, title: "line too long", file: "src/search.py", line: 3),
                ], verdict: .blocked, outcome: .retry))
        print("pass \(first.passNumber) is blocked by \(findings.count) findings")
        let second = try await pass(at: phase, in: state)
        _ = try await state.recordVerification(
            of: second.id, VerificationRecord(findings: [], resolved: findings.map(\.id), verdict: .passed, outcome: .complete))
        print("pass \(second.passNumber) is verified: the phase is completed")
    }

    /// One attempt of an agent, with what it printed kept as an artifact.
    private func pass(at phase: Phase, lease: Lease? = nil, in state: StateManager) async throws -> Execution {
        let draft = ExecutionDraft(id: Execution.ID(at: SystemWallClock().now), agent: "claude")
        let execution = try await state.startExecution(of: phase.id, draft, lease: lease)
        let usage = Usage(model: "a-model", inputTokens: 1200, outputTokens: 300, costMicrodollars: 8100)
        try await state.completeExecution(execution.id, ExecutionResult(exitStatus: 0, summary: "wrote it", usage: usage), lease: lease)
        _ = try await state.saveArtifact("edited src/search.py\n", .agentOutput, of: phase.runID, execution: execution.id, lease: lease)
        return execution
    }

    /// A worker that takes the run, begins a pass, and is never heard of again.
    private func stopInTheMiddle(of run: Run.ID, in state: StateManager) async throws {
        let (lease, _) = try await state.claimRun(run, owner: "first-worker", timeToLive: .milliseconds(1))
        guard let phase = try await state.readyPhases(of: run).first else { return }
        try await state.startPhase(phase.id, lease: lease)
        let draft = ExecutionDraft(id: Execution.ID(at: SystemWallClock().now), agent: "claude")
        _ = try await state.startExecution(of: phase.id, draft, lease: lease)
        print("the first worker stops in the middle of phase \(phase.number)")
    }

    /// Another worker takes over what nobody holds any more: the pass that was interrupted does not count as a retry.
    private func recover(in state: StateManager) async throws {
        for run in try await state.recoverableRuns() {
            let (lease, interrupted) = try await state.claimRun(run.id, owner: "second-worker", timeToLive: .seconds(30))
            print("the second worker takes run \(run.id.short) over; \(interrupted.count) pass was interrupted")
            for phase in try await state.phases(of: run.id) where phase.status == .inProgress {
                let execution = try await pass(at: phase, lease: lease, in: state)
                _ = try await state.recordVerification(
                    of: execution.id, VerificationRecord(findings: [], verdict: .passed, outcome: .complete), lease: lease)
            }
            try await state.completeRun(run.id, lease: lease)
            try await state.release(lease)
        }
    }

    /// The run as a document for programs and one for people.
    private func report(_ run: Run.ID, in state: StateManager) async throws {
        guard let document = try await state.document(of: run, includingEvents: true) else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(document).write(to: URL(fileURLWithPath: directory + "/run.json"))
        let markdown = MarkdownReport.text(of: document)
        try Data(markdown.utf8).write(to: URL(fileURLWithPath: directory + "/run.md"))
        let statistics = try await state.statistics()
        print("\(document.run.status.rawValue): \(statistics.findingsBySeverity.total) findings, \(statistics.resolvedFindings) of them resolved")
        print(markdown)
    }
}
