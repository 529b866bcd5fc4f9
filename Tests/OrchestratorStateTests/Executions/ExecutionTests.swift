import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Passes at a phase.
@Suite(.everyEngine) struct ExecutionTests {
    @Test func numbersPassesAndKeepsWhatTheyWereGivenAndGave() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        let prompt = try store.state.files.write(Array("do it".utf8), .prompt, of: run, phase: 1, pass: 1, at: store.clock.now)
        let id = Execution.ID(at: store.clock.now)
        let draft = ExecutionDraft(id: id, agent: "shell", mode: .branch, baseCommit: "abc", worktree: "/tmp/w", prompt: prompt)
        let execution = try await store.state.startExecution(of: phase, draft)
        #expect(execution.id == id && execution.passNumber == 1 && execution.promptArtifactID == prompt.id)
        #expect(try await store.state.execution(id) == execution)
        let output = try store.state.files.write(Array("done".utf8), .agentOutput, of: run, phase: 1, pass: 1, at: store.clock.now)
        let usage = Usage(model: "m", inputTokens: 3, outputTokens: nil, costMicrodollars: 4)
        try await store.state.completeExecution(
            id,
            ExecutionResult(exitStatus: 0, summary: "did it", headCommit: "def", changesDigest: "ff", usage: usage, output: output))
        let ended = try #require(await store.state.execution(id))
        #expect(ended.summary == "did it" && ended.headCommit == "def" && ended.usage == usage && ended.outputArtifactID == output.id)
        #expect(ended.baseCommit == "abc" && ended.worktree == "/tmp/w" && ended.mode == .branch)
        #expect(try await store.state.artifacts(of: run).map(\.executionID) == [id, id])
        #expect(try await store.state.executions(of: phase) == [ended])
    }

    @Test func runsOnePassAtATime() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        try await store.expectRefusal(of: run, \.isConflict) { try await store.startExecution(of: phase) }
        try await store.state.interruptExecution(execution, ExecutionResult())
        let next = try await store.startExecution(of: phase)
        #expect(try await store.state.execution(next)?.passNumber == 2)
    }

    @Test(arguments: [Usage(inputTokens: -1), Usage(outputTokens: Limits.usage + 1), Usage(costMicrodollars: .max)])
    func refusesAUsageThatCannotBe(usage: Usage) async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        func isInvalid(_ error: StateError) -> Bool { if case .invalid(let violations) = error { violations.map(\.field) == ["usage"] } else { false } }
        try await store.expectRefusal(of: run, isInvalid) {
            try await store.state.completeExecution(execution, ExecutionResult(usage: usage))
        }
    }

    /// Rows of a damaged store: to count on from them would end the program.
    @Test(arguments: ["pass_number", "retry_count", "last_event", "lease_epoch"])
    func countsOnFromNoNumberThatIsTheLast(column: String) async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        try await store.state.completeExecution(execution, ExecutionResult())
        let table = column == "pass_number" ? "executions" : column.hasPrefix("l") ? "runs" : "phases"
        _ = try await store.database.write { try $0.execute("UPDATE \(raw: table) SET \(raw: column) = \(Int.max)") }
        do {
            switch column {
            case "pass_number": _ = try await store.startExecution(of: phase)
            case "retry_count":
                _ = try await store.state.recordVerification(
                    of: execution, VerificationRecord(findings: [.sample()], verdict: .blocked, outcome: .retry))
            case "lease_epoch": _ = try await store.claim(run)
            default:
                try await store.state.failPhase(phase)
                let question = try await store.state.askHuman(about: phase, reason: .criticalError)
                try await store.state.resolveIntervention(question, .modifySpec, spec: "another spec")
            }
            Issue.record("nothing was thrown")
        } catch let error as StateError {
            #expect("\(error)".hasSuffix("in the store is damaged: \(column) is \(Int.max), after which there is no number"), "\(error)")
        }
    }

    @Test func recordsFindingsVerdictAndPhaseTogether() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        try await store.state.completeExecution(execution, ExecutionResult(exitStatus: 0))
        let log = try store.state.files.write(Array("log".utf8), .verificationLog, of: run, phase: 1, pass: 1, at: store.clock.now)
        let blocked = VerificationRecord(findings: [.sample("a"), .sample("b")], verdict: .blocked, outcome: .retry, files: [log])
        let findings = try await store.state.recordVerification(of: execution, blocked)
        #expect(findings.map(\.title) == ["a", "b"])
        #expect(try await store.state.execution(execution)?.verification == .blocked)
        #expect(try await store.state.phase(phase)?.retryCount == 1)
        #expect(try await store.state.artifacts(of: run).map(\.id) == [log.id])
        try await store.expectRefusal(of: run, \.isConflict) { _ = try await store.state.recordVerification(of: execution, blocked) }

        let second = try await store.startExecution(of: phase)
        try await store.state.completeExecution(second, ExecutionResult(exitStatus: 0))
        let passed = VerificationRecord(findings: [], resolved: findings.map(\.id), verdict: .passed, outcome: .complete)
        _ = try await store.state.recordVerification(of: second, passed)
        #expect(try await store.state.phase(phase)?.status == .completed)
        #expect(try await store.state.run(run)?.completedPhases == 1)
        #expect(try await store.state.findings(FindingFilter(run: run, resolved: false)).isEmpty)
    }

    @Test func failsThePhaseAsksAHumanAndPausesTheRunTogether() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        try await store.state.completeExecution(execution, ExecutionResult(exitStatus: 0))
        let record = VerificationRecord(
            findings: [.sample()], verdict: .blocked, outcome: .fail(reason: .maxRetriesExceeded, message: "blocked three times"))
        _ = try await store.state.recordVerification(of: execution, record)
        let stored = try #require(await store.state.run(run))
        #expect(stored.status == .paused && stored.pauseReason == .maxRetriesExceeded && stored.errorMessage == "blocked three times")
        #expect(try await store.state.phase(phase)?.status == .failed)
        #expect(try await store.state.interventions(of: run, pendingOnly: true).map(\.phaseID) == [phase])
    }

    @Test func refusesVerdictsThatContradictThemselves() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        try await store.state.completeExecution(execution, ExecutionResult(exitStatus: 0))
        let cases: [(Execution.Verification, PhaseOutcome, String)] = [
            (.pending, .retry, "verification"), (.notRun, .retry, "verification"), (.passed, .retry, "outcome"),
            (.blocked, .complete, "outcome"),
        ]
        for (verdict, outcome, field) in cases {
            try await store.expectRefusal(of: run, { $0.fields == [field] }) {
                _ = try await store.state.recordVerification(
                    of: execution, VerificationRecord(findings: [], verdict: verdict, outcome: outcome))
            }
        }
    }

    @Test func resolvesNoFindingOfAnotherRun() async throws {
        let store = try await Store()
        let elsewhere = try await store.running()
        let finding = try await store.state.addFindings([.sample()], to: elsewhere.execution)[0].id
        let (run, _, execution) = try await store.running()
        try await store.state.completeExecution(execution, ExecutionResult(exitStatus: 0))
        try await store.expectRefusal(of: run, \.isNotFound) {
            _ = try await store.state.recordVerification(
                of: execution, VerificationRecord(findings: [], resolved: [finding], verdict: .passed, outcome: .complete))
        }
    }

    @Test func namesTheFieldsOfBadInput() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        let state = store.state
        let long = String(repeating: "x", count: Limits.text + 1)
        let refusals: [([String], @Sendable () async throws -> Void)] = [
            (["agent"], { _ = try await state.startExecution(of: phase, ExecutionDraft(id: .init(at: store.clock.now), agent: "")) }),
            (["summary"], { try await state.completeExecution(execution, ExecutionResult(summary: long)) }),
            (["error_message"], { try await state.failExecution(execution, ExecutionResult(errorMessage: "a\0"), phase: .retry) }),
            (["head_commit"], { try await state.interruptExecution(execution, ExecutionResult(headCommit: "\0")) }),
            (
                ["message"],
                {
                    try await state.failExecution(execution, ExecutionResult(), phase: .fail(reason: .criticalError, message: "\0"))
                }
            ),
            (
                ["findings[1].title", "findings[1].line"],
                {
                    var bad = FindingDraft.sample()
                    (bad.title, bad.line) = ("", 0)
                    _ = try await state.addFindings([.sample(), bad], to: execution)
                }
            ),
            (["branch_name"], { try await state.setBranch("", of: phase) }),
            (["message"], { try await state.failRun(run, message: "\0") }),
            (["reason"], { try await state.abortRun(run, reason: long) }),
            (["message"], { try await state.pauseRun(run, reason: .criticalError, message: "\0") }),
            (["reason"], { _ = try await state.requestStop(run, .pause, reason: "\0") }),
            (["message"], { try await state.askHuman(about: phase, reason: .criticalError, message: "\0") }),
            (["expires_at"], { try await state.askHuman(about: phase, reason: .criticalError, expiresAt: store.clock.now) }),
            (["configuration"], { try await state.setConfiguration(.number(.nan), of: run) }),
            (["actor"], { try await state.acting(as: Actor(.user, "a\0b")).setBranch("b", of: phase) }),
        ]
        for (fields, body) in refusals { try await store.expectRefusal(of: run, { $0.fields == fields }, body) }
    }

    @Test func saysWhatIsNotThere() async throws {
        let store = try await Store()
        let state = store.state
        let (phase, execution) = (Phase.ID(at: store.clock.now), Execution.ID(at: store.clock.now))
        #expect(try await state.phase(phase) == nil)
        #expect(try await state.execution(execution) == nil)
        #expect(try await state.run(Run.ID(at: store.clock.now)) == nil)
        #expect(try await state.document(of: Run.ID(at: store.clock.now)) == nil)
        await #expect(throws: StateError.notFound(.phase, phase.description)) { try await state.startPhase(phase) }
        await #expect(throws: StateError.notFound(.execution, execution.description)) {
            try await state.completeExecution(execution, ExecutionResult())
        }
    }
}
