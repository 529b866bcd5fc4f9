import OrchestratorModel
import Testing

@testable import OrchestratorEngine

@Suite struct NextStepTests {
    private static let run = Run.ID(at: .sample)

    private static func phase(_ number: Int, _ status: Phase.Status) -> Phase {
        var phase = Phase.sample(number: number)
        phase.status = status
        return phase
    }

    private static func execution(
        _ pass: Int, _ status: Execution.Status, _ verification: Execution.Verification = .notRun
    ) -> Execution {
        Execution(
            id: Execution.ID(at: .sample), phaseID: Phase.ID(at: .sample), passNumber: pass, status: status, verification: verification,
            mode: .direct, agent: "shell", specRevision: 0, leaseEpoch: 1, startedAt: .sample)
    }

    private static let answer = ManualIntervention(
        id: ManualIntervention.ID(at: .sample), phaseID: Phase.ID(at: .sample), reason: .maxRetriesExceeded, status: .resolved,
        action: .resume, createdAt: .sample)

    /// What a step is, without the identities and sentences in it.
    private static func kind(_ step: NextStep) -> String {
        switch step {
        case .complete: "complete"
        case .start: "start"
        case .pass(_, let earlier): earlier == nil ? "pass" : "pass after delay"
        case .verify: "verify"
        case .ask(_, let reason, _): "ask \(reason.rawValue)"
        case .stuck: "stuck"
        }
    }

    /// Every status of two phases that may stand together, with and without an answer.
    @Test(arguments: Phase.Status.allCases, Phase.Status.allCases) func followsFromThePhases(first: Phase.Status, second: Phase.Status) {
        let phases = [Self.phase(1, first), Self.phase(2, second)]
        let isDone = { (status: Phase.Status) in status == .completed || status == .skipped }
        for isAnswered in [false, true] {
            let ready = phases.filter { $0.status == .pending && ($0.number == 1 || isDone(first)) }
            let step = NextStep(phases: phases, ready: ready, executions: [], answers: isAnswered ? [Self.answer] : [])
            let expected =
                if first == .inProgress || second == .inProgress {
                    "pass"
                } else if first == .failed || second == .failed {
                    isAnswered ? "start" : "ask max_retries_exceeded"
                } else if !ready.isEmpty {
                    "start"
                } else if isDone(first) && isDone(second) {
                    "complete"
                } else {
                    "stuck"
                }
            #expect(Self.kind(step) == expected, "\(first) \(second) \(isAnswered)")
        }
    }

    @Test(arguments: [.notConverging, .criticalError] as [ManualIntervention.Reason])
    func asksAgainForTheReasonWhoseAnswerLapsed(reason: ManualIntervention.Reason) {
        let step = NextStep(phases: [Self.phase(1, .failed)], ready: [], executions: [], answers: [], lapsed: reason)
        #expect(Self.kind(step) == "ask \(reason.rawValue)")
    }

    @Test func takesThePhaseThatIsInProgressFirst() {
        let phases = [Self.phase(1, .failed), Self.phase(2, .inProgress), Self.phase(3, .pending)]
        let step = NextStep(phases: phases, ready: [phases[2]], executions: [], answers: [])
        #expect(step == .pass(phases[1].id, after: nil))
    }

    @Test(arguments: Execution.Status.allCases, Execution.Verification.allCases)
    func followsFromTheLastExecution(status: Execution.Status, verification: Execution.Verification) {
        let phase = Self.phase(1, .inProgress)
        for isAnswered in [false, true] {
            let last = Self.execution(2, status, verification)
            let executions = [Self.execution(1, .completed, .blocked), last]
            let step = NextStep(phases: [phase], ready: [], executions: executions, answers: isAnswered ? [Self.answer] : [])
            let expected: NextStep =
                switch (status, verification) {
                case (.completed, .pending): .verify(phase.id, last.id)
                case (.interrupted, _): .pass(phase.id, after: nil)
                default: .pass(phase.id, after: isAnswered ? nil : last.id)
                }
            #expect(step == expected, "\(status) \(verification) \(isAnswered)")
        }
    }

    @Test(arguments: 0...9, [false, true]) func asksAfterEveryThirdInterruptionInARow(interruptions: Int, isAnswered: Bool) {
        let phase = Self.phase(1, .inProgress)
        let executions = [Self.execution(1, .failed)] + (0..<interruptions).map { Self.execution($0 + 2, .interrupted) }
        let step = NextStep(phases: [phase], ready: [], executions: executions, answers: isAnswered ? [Self.answer] : [])
        let isAsked = interruptions > 0 && interruptions % 3 == 0 && !isAnswered
        let expected = isAsked ? "ask critical_error" : interruptions == 0 && !isAnswered ? "pass after delay" : "pass"
        #expect(Self.kind(step) == expected)
    }

    /// That workers are drained again and again says nothing of the phase.
    @Test(arguments: 0...7) func doesNotCountWhatWasHandedBack(times: Int) {
        let phase = Self.phase(1, .inProgress)
        var handedBack = Self.execution(1, .interrupted)
        handedBack.handedBack = true
        let executions = Array(repeating: handedBack, count: times)
        #expect(Self.kind(NextStep(phases: [phase], ready: [], executions: executions, answers: [])) == "pass")
        // It parts no interruptions either; but the question is asked once.
        let lost = Self.execution(9, .interrupted)
        let asked = NextStep(phases: [phase], ready: [], executions: [lost, lost] + executions + [lost], answers: [])
        #expect(Self.kind(asked) == "ask critical_error")
        let next = NextStep(phases: [phase], ready: [], executions: [lost, lost, lost] + executions + [handedBack], answers: [])
        #expect(Self.kind(next) == "pass")
    }

    @Test func doesNotCountInterruptionsThatAnotherEndingParts() {
        let phase = Self.phase(1, .inProgress)
        let executions = [
            Self.execution(1, .interrupted), Self.execution(2, .interrupted), Self.execution(3, .completed, .blocked),
            Self.execution(4, .interrupted),
        ]
        #expect(NextStep(phases: [phase], ready: [], executions: executions, answers: []) == .pass(phase.id, after: nil))
    }

    @Test func completesARunWithoutPhases() {
        #expect(NextStep(phases: [], ready: [], executions: [], answers: []) == .complete)
    }
}
