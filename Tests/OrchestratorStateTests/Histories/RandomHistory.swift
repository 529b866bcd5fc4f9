import OrchestratorModel
import OrchestratorTestKit

@testable import OrchestratorState

/// Does to one run what may be done to it, in an order that chance decides. What the store refuses is passed over.
struct RandomHistory {
    let store: Store
    let run: Run.ID
    private var generator: SeededGenerator
    private var lease: Lease?
    /// How many operations the store carried out.
    private(set) var done = 0

    init(_ store: Store, seed: Int) async throws {
        self.store = store
        generator = SeededGenerator(seed: seed)
        run = try await store.state.createRun(.sample(phases: 3), plan: "title: plan").run.id
    }

    mutating func go(steps: Int) async throws {
        for _ in 0..<steps {
            do {
                try await step()
                done += 1
            } catch is StateError {
                // It was not its turn.
            }
        }
    }

    private mutating func chance(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    private mutating func step() async throws {
        store.clock.advance(by: .milliseconds(chance(5000)))
        switch chance(10) {
        case 0, 1: try await changeRun()
        case 2: try await changeLease()
        case 3, 4: try await changePhase()
        case 5, 6, 7: try await changeExecution()
        case 8: try await changeFindings()
        default: try await changeIntervention()
        }
    }

    private mutating func changeRun() async throws {
        let state = store.state
        switch chance(24) {
        case 0...5: try await state.startRun(run)
        case 6...13: try await state.resumeRun(run)
        case 14: try await state.pauseRun(run, reason: .userRequested, message: "wait", lease: lease)
        case 15: try await state.completeRun(run, lease: lease)
        case 16: if chance(6) == 0 { try await state.failRun(run, message: "no", lease: lease) }
        case 17: if chance(6) == 0 { try await state.abortRun(run, reason: "enough", lease: lease) }
        case 18: _ = try await state.requestStop(run, .pause, reason: "lunch")
        case 19: try await state.setLabels(["team": chance(2) == 0 ? nil : "x\(chance(9))", "nachtrag": "ä\"\\"], of: run)
        case 20: try await state.setConfiguration(["a": .integer(Int64(chance(9))), "b": [1.5, "ü"]], of: run)
        default: _ = try await state.saveArtifact("text \(chance(100))", .findingsReport, of: run, lease: lease)
        }
    }

    private mutating func changeLease() async throws {
        switch chance(5) {
        case 0: store.machine.set(chance(2) == 0 ? .dead : .alive)
        case 1:
            guard let held = lease else { return }
            _ = try await store.state.renew(held)
        case 2:
            guard let held = lease else { return }
            try await store.state.release(held)
            lease = nil
        default: lease = try await store.claim(run, owner: "worker-\(chance(1000))")
        }
    }

    private mutating func changePhase() async throws {
        let phases = try await store.state.phases(of: run)
        guard let phase = phases.randomElement(using: &generator)?.id else { return }
        switch chance(9) {
        case 0...3: try await store.state.startPhase(phase, lease: lease)
        case 4: try await store.state.completePhase(phase, lease: lease)
        case 5: try await store.state.failPhase(phase, lease: lease)
        case 6: try await store.state.retryPhase(phase, lease: lease)
        case 7: try await store.state.skipPhase(phase, lease: lease)
        default: try await store.state.setBranch("phase/\(chance(9))", of: phase, lease: lease)
        }
    }

    private mutating func changeExecution() async throws {
        let state = store.state
        let phases = try await state.phases(of: run)
        guard let phase = phases.randomElement(using: &generator) else { return }
        guard let last = try await state.executions(of: phase.id).last, chance(3) > 0 || last.status == .running else {
            let prompt = try store.state.files.write(Array("do it".utf8), .prompt, of: run, phase: phase.number, at: store.clock.now)
            let draft = ExecutionDraft(id: .init(at: store.clock.now), agent: "shell", baseCommit: "abc", prompt: prompt)
            _ = try await state.startExecution(of: phase.id, draft, lease: lease)
            return
        }
        let result = ExecutionResult(
            exitStatus: chance(3), summary: "did \(chance(9))", headCommit: "def", usage: Usage(model: "m", inputTokens: chance(1000)))
        let outcomes: [PhaseOutcome] = [.retry, .fail(reason: .maxRetriesExceeded, message: "blocked")]
        switch chance(6) {
        case 0, 1: try await state.completeExecution(last.id, result, lease: lease)
        case 2: try await state.failExecution(last.id, result, phase: outcomes[chance(2)], lease: lease)
        case 3: try await state.interruptExecution(last.id, result, lease: lease)
        default:
            let unresolved = try await state.findings(FindingFilter(phase: phase.id, resolved: false)).map(\.id)
            let isBlocked = chance(2) == 0
            let record = VerificationRecord(
                findings: isBlocked ? [.sample("line \(chance(3))"), .sample("other")] : [], resolved: Array(unresolved.prefix(chance(3))),
                verdict: isBlocked ? .blocked : .passed, outcome: isBlocked ? outcomes[chance(2)] : .complete)
            _ = try await state.recordVerification(of: last.id, record, lease: lease)
        }
    }

    private mutating func changeFindings() async throws {
        let document = try await store.state.document(of: run)
        let executions = (document?.phases ?? []).flatMap(\.executions)
        guard let execution = executions.randomElement(using: &generator) else { return }
        if let finding = execution.findings.randomElement(using: &generator), chance(2) == 0 {
            try await store.state.resolveFinding(finding.id)
        } else {
            _ = try await store.state.addFindings(
                [.sample("found \(chance(4))", severity: .minor)], to: execution.execution.id, lease: lease)
        }
    }

    private mutating func changeIntervention() async throws {
        let state = store.state
        let phases = try await state.phases(of: run)
        let pending = try await state.interventions(of: run, pendingOnly: true)
        guard let phase = phases.randomElement(using: &generator) else { return }
        if let question = pending.randomElement(using: &generator), chance(4) > 0 {
            let actions: [ManualIntervention.Action] = [.resume, .resume, .modifySpec, .modifySpec, .skip, .abort]
            let action = actions[chance(chance(3) == 0 ? 6 : 5)]
            try await state.acting(as: Actor(.user, "ann")).resolveIntervention(
                question.id, action, notes: "ok", spec: action == .modifySpec ? "new spec" : nil)
        } else if chance(3) == 0 {
            try await state.expireInterventions(of: run)
        } else {
            let expiry = chance(2) == 0 ? store.clock.now + .seconds(5) : nil
            try await state.askHuman(about: phase.id, reason: .notConverging, message: "stuck", expiresAt: expiry, lease: lease)
        }
    }
}
