internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

/// The verification of one execution: the checks, the gate, and what becomes of the phase.
struct Verification: Sendable {
    let session: RunSession
    let workspace: Workspace
    let phase: Phase
    let execution: Execution

    private var engine: RunEngine { session.engine }
    private var state: StateManager { session.state }

    /// What all checks together gave.
    private struct Results {
        var findings: [FindingDraft] = []
        var completeChecks: Set<String> = []
        var files: [StoredFile] = []
    }

    /// Runs the checks and records what they say, in one transaction. A stop leaves the execution as it was: it is verified again.
    func make() async throws {
        let checks = CheckPlan.checks(of: engine.configuration.verification)
        var results = Results()
        for check in checks.run {
            guard try await run(check, into: &results) else { return results.files.forEach(state.files.discard) }
        }
        try await decide(&results)
    }

    /// - Returns: Whether the check ran; `false` when it was stopped.
    private func run(_ check: CheckPlan, into results: inout Results) async throws -> Bool {
        let (phase, pass) = (phase.number, execution.passNumber)
        engine.report(.checkStarted(phase: phase, pass: pass, check: check.name))
        let log = try state.files.reserve(
            .verificationLog, of: session.run, phase: phase, pass: pass, at: state.clock.now)
        let environment = AgentEnvironment.variables(
            inheriting: engine.environment, names: [], adding: session.variables(execution, self.phase))
        let run = CheckRun(
            plan: check, root: workspace.run.repositoryPath, processes: session.processes, environment: environment)
        let result = await run.run(log: log.temporaryPath) { line in engine.report(.line(line)) }
        guard !result.wasStopped, session.stop.cause == nil else {
            state.files.discard(log)
            return false
        }
        if let file = try? state.files.publish(log, metadata: ["check": .string(check.name)]) { results.files.append(file) }
        results.findings += result.outcome.findings
        if result.outcome.isComplete { results.completeChecks.insert(check.name) }
        engine.report(
            .checkEnded(
                phase: phase, pass: pass, check: check.name, findings: result.outcome.findings.count, took: result.took))
        return true
    }

    private func decide(_ results: inout Results) async throws {
        let gate = Gate(thresholds: engine.configuration.findingsThresholds)
        var decision = gate.decision(for: SeverityCounts(results.findings.map(\.severity)))
        if decision.verification == .passed, let refusal = try await finish() {
            results.findings.append(refusal)
            decision = .blocked(SeverityCounts(results.findings.map(\.severity)), exceeded: [refusal.severity])
        }
        // Before the record as well: a crash in between is followed by another push, which finds nothing new.
        if decision.verification == .passed { await workspace.push(phase) }
        let sentence = gate.sentence(for: decision)
        let after = AfterVerification(decision, retryCount: phase.retryCount, maxRetries: phase.maxRetries)
        let record = VerificationRecord(
            findings: results.findings, resolved: try await resolved(by: results), verdict: decision.verification,
            outcome: after.outcome(phase: phase, because: sentence), files: results.files)
        _ = try await state.recordVerification(of: execution.id, record, lease: session.lease)
        engine.report(
            .verdict(
                phase: phase.number, pass: execution.passNumber, passed: decision.verification == .passed,
                SeverityCounts(results.findings.map(\.severity)), sentence))
    }

    /// Commits and merges before the phase is recorded as completed: after a crash in between it is verified again, and what is committed
    /// stays so.
    ///
    /// - Returns: What the repository has against it, for the next pass to mend.
    private func finish() async throws -> FindingDraft? {
        do {
            try await workspace.finish(phase, summary: execution.summary)
            return nil
        } catch GitError.stopped {
            throw GitError.stopped
        } catch let error as GitError {
            return FindingDraft(
                severity: .major, category: .custom, check: "git", title: "the result can't be committed or merged",
                evidence: TextCut.head(error.description, atMost: Limits.evidence))
        }
    }

    /// The findings of earlier passes that did not come back.
    private func resolved(by results: Results) async throws -> [Finding.ID] {
        let earlier = try await state.findings(FindingFilter(phase: phase.id, resolved: false))
        let keys = zip(results.findings, FindingIdentity.identities(of: results.findings)).map { draft, identity in
            FindingKey(fingerprint: identity.fingerprint, ordinal: identity.ordinal, check: draft.check)
        }
        let gone = Set(
            FindingChanges(earlier: earlier.map(FindingKey.init), now: keys, completeChecks: results.completeChecks.union(["git"])).resolved
        )
        return earlier.filter { gone.contains(FindingKey($0)) }.map(\.id)
    }
}
