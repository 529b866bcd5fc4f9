import AgentOrchestrator
import OrchestratorTestKit
import Testing

/// What the documentation shows of findings, questions, histories and documents: the same lines, carried out.
@Suite struct DocumentedUseTests {
    private func inStore(_ body: (StateManager, TemporaryDirectory) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        try await withStateManager(
            at: directory.path("state.db"), artifacts: directory.path("artifacts"), actor: Actor(.worker, "docs")
        ) { try await body($0, directory) }
    }

    /// A run whose only phase was blocked as often as it may be.
    private func blocked(_ state: StateManager) async throws -> (run: Run.ID, phase: Phase.ID, question: ManualIntervention.ID) {
        let draft = RunDraft(
            title: "Add search", repositoryPath: "/srv/dashboard", branch: "main",
            phases: [PhaseDraft(title: "Backend", intent: "Full-text search", maxRetries: 1)])
        let run = try await state.createRun(draft).run
        try await state.startRun(run.id)
        let phase = try #require(await state.readyPhases(of: run.id).first).id
        try await state.startPhase(phase)
        for outcome in [PhaseOutcome.retry, .fail(reason: .maxRetriesExceeded, message: "blocked: 1 major")] {
            let execution = try await state.startExecution(of: phase, ExecutionDraft(id: .init(at: SystemWallClock().now), agent: "claude"))
            try await state.completeExecution(execution.id, ExecutionResult(exitStatus: 0))
            let finding = FindingDraft(severity: .major, category: .test, title: "test_search fails", file: "tests/search.py")
            _ = try await state.recordVerification(
                of: execution.id, VerificationRecord(findings: [finding], verdict: .blocked, outcome: outcome))
        }
        return (run.id, phase, try #require(await state.interventions(of: run.id, pendingOnly: true).first).id)
    }

    @Test func findingsAreFollowedFromPassToPass() async throws {
        try await inStore { state, _ in
            let (run, phase, _) = try await blocked(state)
            let convergence = try await state.convergence(of: phase)
            let isStuck = convergence.stalledPasses >= 3 || convergence.oscillation != nil
            #expect(!isStuck && convergence.stalledPasses == 1)
            let open = try await state.trackedFindings(TrackedFindingFilter(run: run)).findings
            for tracked in open where tracked.state == .persisting && tracked.finding.severity == .major {
                try await state.waiveFinding(tracked.finding.id, reason: "the index is built at night")
            }
            #expect(open.count == 1)
            #expect(try await state.findings(FindingFilter(run: run, resolved: false, waived: false)).isEmpty)
            #expect(try await state.waivedFingerprints(of: run).count == 1)
        }
    }

    @Test func aQuestionIsAnsweredAndTheRunGoesOn() async throws {
        try await inStore { state, _ in
            let (run, phase, _) = try await blocked(state)
            let ann = state.acting(as: Actor(.user, "ann"))
            for question in try await ann.interventions(of: run, pendingOnly: true) {
                try await ann.resolveIntervention(question.id, .modifySpec, notes: "smaller steps", spec: "Search titles only.")
            }
            try await state.resumeRun(run)
            #expect(try await state.specRevisions(of: phase).map(\.author) == ["user:ann"])
            #expect(try await state.run(run)?.status == .executing)
        }
    }

    @Test func aRunIsLookedAtInThePastAndGoesOnFromThere() async throws {
        try await inStore { state, _ in
            let (run, _, _) = try await blocked(state)
            var last = 0
            while case let events = try await state.events(of: run, after: last), let end = events.last {
                for event in events where event.kind == .executionVerified { print("\(event.sequence): \(event.entityID)") }
                last = end.sequence
            }
            #expect(last == (try await state.run(run)?.lastEvent))
            let verified = try #require(await state.events(of: run).first { $0.kind == .phaseRetried }).sequence
            let before = try await state.document(of: run, at: verified)
            guard let fork = try await state.planFork(of: run, at: verified) else { return }
            let other = try await state.createFork(fork, branch: "another-way")
            #expect(before?.phases[0].executions.count == 1 && other.parentRunID == run && other.status == .paused)
        }
    }

    @Test func aRunGoesToAnotherStore() async throws {
        try await inStore { state, directory in
            let (run, _, _) = try await blocked(state)
            var text: [UInt8] = []
            try await state.exportJSON(of: run) { text += $0 }
            try directory.write(text, to: "run.json")
            try await inStore { other, _ in
                do {
                    let report = try await other.importRun(fromFile: directory.path("run.json"))
                    print("imported run \(report.run.id.short)")
                } catch let problems as ImportProblems {
                    for problem in problems.problems { print("\(problem.line):\(problem.column): \(problem.path) \(problem.problem)") }
                }
                var again: [UInt8] = []
                try await other.exportJSON(of: run) { again += $0 }
                #expect(again == text)
                let report = try await other.verify(run) { problem in print("\(problem.kind.rawValue): \(problem.problem)") }
                #expect(report.problems == 0)
            }
        }
    }
}
