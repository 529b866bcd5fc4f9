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
        try await session.checkLease()
        engine.report(.checkStarted(phase: phase, pass: pass, check: check.name))
        let log = try state.files.reserve(
            .verificationLog, of: session.run, phase: phase, pass: pass, at: state.clock.now)
        let environment = AgentEnvironment.variables(
            inheriting: engine.environment, names: [], adding: session.variables(execution, self.phase))
        let run = CheckRun(
            plan: check, root: workspace.root, processes: session.processes, environment: environment)
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
        let waived = try await state.waivedFingerprints(of: session.run)
        var counts = Self.counts(results.findings, without: waived)
        var decision = gate.decision(for: counts)
        if decision.verification == .passed, let refusal = try await finish() {
            results.findings.append(refusal)
            counts[refusal.severity] += 1
            decision = .blocked(counts, exceeded: [refusal.severity])
        }
        // Before the record as well: a crash in between is followed by another push, which finds nothing new.
        if decision.verification == .passed {
            await workspace.push(phase)
            guard try await publish() else { return results.files.forEach(state.files.discard) }
        }
        let sentence = gate.sentence(for: decision)
        let changes = try await changes(by: results)
        let after = AfterVerification(
            decision, retryCount: phase.retryCount, maxRetries: phase.maxRetries,
            stalledPasses: try await stalledPasses(changes, reported: results.findings, waived),
            stallLimit: engine.configuration.execution.stalledPasses)
        let record = VerificationRecord(
            findings: results.findings, resolved: changes.resolved, verdict: decision.verification,
            outcome: after.outcome(phase: phase, because: sentence), files: results.files,
            checkout: decision.verification == .passed ? try await checkout() : nil)
        _ = try await state.recordVerification(of: execution.id, record, lease: session.lease)
        engine.report(
            .verdict(phase: phase.number, pass: execution.passNumber, passed: decision.verification == .passed, counts, sentence))
    }

    /// What counts at the gate: a finding that a human decided to live with does not.
    private static func counts(_ findings: [FindingDraft], without waived: Set<String>) -> SeverityCounts {
        SeverityCounts(
            zip(findings, FindingIdentity.identities(of: findings)).lazy.filter { !waived.contains($1.fingerprint) }.map(\.0.severity))
    }

    /// Where the checkout is once the phase is committed: that is what a fork goes on from.
    private func checkout() async throws -> VerificationRecord.Checkout? {
        guard let checkout = try await workspace.git.state().checkout else { return nil }
        let hasChanges = !checkout.changed.isEmpty || checkout.untrackedCount > 0
        return .init(headCommit: checkout.commit, changesDigest: hasChanges ? try? await workspace.git.uncommittedDigest() : nil)
    }

    /// Commits and merges before the phase is recorded as completed: after a crash in between it is verified again, and what is committed
    /// stays so.
    ///
    /// - Returns: What the repository has against it, for the next pass to mend.
    private func finish() async throws -> FindingDraft? {
        try await session.checkLease()
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

    /// Pushes the phase where its result would be lost with this machine otherwise. Where that can't be done, a human is asked, and the execution is
    /// verified again once there is an answer.
    private func publish() async throws -> Bool {
        do {
            try await workspace.publish(phase)
            return true
        } catch GitError.stopped {
            throw GitError.stopped
        } catch let error as GitError {
            let message = "the result of phase \(phase.number) could not be pushed: \(error)"
            try await state.askHuman(
                about: phase.id, reason: .criticalError, message: TextCut.head(message, atMost: Limits.text), lease: session.lease)
            return false
        }
    }

    /// What becomes of the findings of earlier passes: those that are gone, by identity and by key.
    private func changes(by results: Results) async throws -> (resolved: [Finding.ID], keys: Set<FindingKey>) {
        let earlier = try await state.findings(FindingFilter(phase: phase.id, resolved: false))
        let keys = Self.keys(of: results.findings)
        let gone = Set(
            FindingChanges(earlier: earlier.map(FindingKey.init), now: keys, completeChecks: results.completeChecks.union(["git"])).resolved
        )
        return (earlier.filter { gone.contains(FindingKey($0)) }.map(\.id), gone)
    }

    /// How many passes in a row got nowhere, with this one, which the store does not know yet.
    private func stalledPasses(
        _ changes: (resolved: [Finding.ID], keys: Set<FindingKey>), reported: [FindingDraft], _ waived: Set<String>
    ) async throws -> Int {
        guard engine.configuration.execution.stalledPasses > 0 else { return 0 }
        var findings = try await state.findingReports(of: phase.id)
        let now = state.clock.now
        let reports = Self.keys(of: reported).map { key in
            var report = PhaseFindings.Report(id: Finding.ID(at: now), key: key, pass: execution.passNumber, createdAt: now)
            if waived.contains(key.fingerprint) { report.waivedAt = now }
            return report
        }
        let verified = findings.passes.last?.number ?? 0
        let since = Set(try await state.executions(of: phase.id).lazy.filter { $0.passNumber > verified }.map(\.id))
        let answered = try await state.interventions(of: session.run).contains { $0.consumedBy.map(since.contains) ?? false }
        let pass = PhaseFindings.Pass(number: execution.passNumber, time: now, followsAnswer: answered)
        findings.add(pass, reported: reports, fixed: changes.keys)
        return FindingTimeline(findings).convergence.stalledPasses
    }

    private static func keys(of drafts: [FindingDraft]) -> [FindingKey] {
        zip(drafts, FindingIdentity.identities(of: drafts)).map { draft, identity in
            FindingKey(fingerprint: identity.fingerprint, ordinal: identity.ordinal, check: draft.check)
        }
    }
}
