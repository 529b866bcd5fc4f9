import OrchestratorModel
import OrchestratorTestKit

@testable import OrchestratorState

/// Does to runs what may be done to them, in an order that chance decides: mostly what comes next, sometimes anything. What the store refuses
/// is passed over. When a run has ended the next one begins.
struct RandomHistory {
    let store: Store
    private(set) var runs: [Run.ID]
    private var generator: SeededGenerator
    private var lease: Lease?
    private let leaseTime: Duration
    /// How many operations the store carried out.
    private(set) var done = 0

    private var run: Run.ID { runs[runs.count - 1] }

    /// - Parameter leaseTime: How long a lease is good; on a server by its clock, which no test sets.
    init(_ store: Store, seed: Int, leaseTime: Duration = .seconds(30)) async throws {
        self.store = store
        self.leaseTime = leaseTime
        generator = SeededGenerator(seed: seed)
        runs = [try await store.state.createRun(.sample(phases: 3), plan: "title: plan").run.id]
    }

    mutating func go(steps: Int) async throws {
        for _ in 0..<steps { _ = try await step() }
    }

    /// Does one thing.
    ///
    /// - Returns: Why it was refused; `nil` where it was not.
    mutating func step() async throws -> String? {
        store.clock.advance(by: .milliseconds(chance(5000)))
        guard let run = try await store.state.run(run) else { return "there is no run" }
        if Run.transitions.isFinal(run.status) {
            runs.append(try await store.state.createRun(.sample(phases: 3)).run.id)
            lease = nil
            return nil
        }
        do {
            if chance(5) == 0 { try await doAnything() } else { try await goOn(run) }
            done += 1
            return nil
        } catch let error as StateError {
            // It was not its turn. What names something has another name in each store.
            return "\(String("\(error)".prefix { $0 != " " })) \(error.fields)"
        }
    }

    private mutating func chance(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    private mutating func doAnything() async throws {
        switch chance(6) {
        case 0: try await changeRun()
        case 1: try await changeLease()
        case 2: try await changePhase()
        case 3: try await changeExecution()
        case 4: try await changeFindings()
        default: try await changeIntervention()
        }
    }

    /// What comes next in a run that is not disturbed.
    private mutating func goOn(_ run: Run) async throws {
        let state = store.state
        if run.status == .planning { return try await state.startRun(run.id) }
        if let question = try await state.interventions(of: run.id, pendingOnly: true).first { return try await answer(question) }
        if run.status == .paused { return try await state.resumeRun(run.id) }
        if lease == nil { lease = try await store.claim(run.id, owner: "worker-\(chance(1000))", for: leaseTime) }
        let phases = try await state.phases(of: run.id)
        if let phase = phases.first(where: { $0.status == .inProgress }) { return try await changeExecution(of: phase) }
        if let failed = phases.first(where: { $0.status == .failed }) { return try await state.startPhase(failed.id, lease: lease) }
        if let next = try await state.readyPhases(of: run.id).first { return try await state.startPhase(next.id, lease: lease) }
        try await state.completeRun(run.id, lease: lease)
    }

    private mutating func changeRun() async throws {
        let state = store.state
        switch chance(11) {
        case 0: try await state.startRun(run)
        case 1: try await state.resumeRun(run)
        case 2: try await state.pauseRun(run, reason: .userRequested, message: "wait", lease: lease)
        case 3: try await state.completeRun(run, lease: lease)
        case 4: if chance(4) == 0 { try await state.failRun(run, message: "no", lease: lease) }
        case 5: if chance(4) == 0 { try await state.abortRun(run, reason: "enough", lease: lease) }
        case 6: _ = try await state.requestStop(run, .pause, reason: "lunch")
        case 7: try await state.setLabels(["team": chance(2) == 0 ? nil : "x\(chance(9))", "nachtrag": "ä\"\\"], of: run)
        case 8: try await state.setConfiguration(["a": .integer(Int64(chance(9))), "b": [.number(1.5), .number(2), "ü"]], of: run)
        case 9:
            let draft = PhaseDraft(title: "More \(chance(9))", intent: "as it turns out", dependencies: [1 + chance(3)])
            _ = try await state.addPhases([draft], to: run, lease: lease)
        default: _ = try await state.saveArtifact("text \(chance(100))", .findingsReport, of: run, lease: lease)
        }
    }

    private mutating func changeLease() async throws {
        switch chance(5) {
        case 0: store.machine.set([.dead, .alive, .outOfSight][chance(3)])
        case 1:
            guard let held = lease else { return }
            _ = try await store.state.renew(held)
        case 2:
            guard let held = lease else { return }
            try await store.state.release(held)
            lease = nil
        default: lease = try await store.claim(run, owner: "worker-\(chance(1000))", for: leaseTime)
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
        guard let phase = try await store.state.phases(of: run).randomElement(using: &generator) else { return }
        try await changeExecution(of: phase)
    }

    private mutating func changeExecution(of phase: Phase) async throws {
        let state = store.state
        let last = try await state.executions(of: phase.id).last
        guard let last, last.status == .running || last.verification == .pending else {
            let prompt = try state.files.write(Array("do it".utf8), .prompt, of: run, phase: phase.number, at: store.clock.now)
            let draft = ExecutionDraft(id: .init(at: store.clock.now), agent: "shell", baseCommit: "abc", prompt: prompt)
            _ = try await state.startExecution(of: phase.id, draft, lease: lease)
            return
        }
        let result = ExecutionResult(
            exitStatus: chance(3), summary: "did \(chance(9))", headCommit: "def", usage: Usage(model: "m", inputTokens: chance(1000)))
        let outcomes: [PhaseOutcome] = [.retry, .fail(reason: .maxRetriesExceeded, message: "blocked")]
        switch last.status == .running ? chance(6) : 6 {
        case 0...3: try await state.completeExecution(last.id, result, lease: lease)
        case 4: try await state.failExecution(last.id, result, phase: outcomes[chance(2)], lease: lease)
        case 5: try await state.interruptExecution(last.id, result, lease: lease)
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
        } else if let finding = execution.findings.randomElement(using: &generator), chance(3) == 0 {
            try await store.state.waiveFinding(finding.id, reason: "known")
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
        if let question = pending.randomElement(using: &generator), chance(2) == 0 {
            try await answer(question)
        } else if chance(3) == 0 {
            try await state.expireInterventions(of: run)
        } else {
            let expiry = chance(2) == 0 ? store.clock.now + .seconds(5) : nil
            try await state.askHuman(about: phase.id, reason: .notConverging, message: "stuck", expiresAt: expiry, lease: lease)
        }
    }
    private mutating func answer(_ question: ManualIntervention) async throws {
        let actions: [ManualIntervention.Action] = [.resume, .resume, .resume, .modifySpec, .modifySpec, .skip, .skip, .abort]
        let action = actions[chance(actions.count)]
        let lapses = (action == .resume || action == .modifySpec) && chance(3) == 0
        try await store.state.acting(as: Actor(.user, "ann")).resolveIntervention(
            question.id, action, notes: "ok", spec: action == .modifySpec ? "new spec \(chance(9))" : nil,
            expiresAt: lapses ? store.clock.now + .seconds(5) : nil)
    }
}
