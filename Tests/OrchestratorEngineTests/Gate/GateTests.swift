import OrchestratorEngine
import OrchestratorModel
import Testing

@Suite struct GateTests {
    private let gate = Gate(thresholds: SeverityCounts(major: 0, medium: 1, minor: 5))

    @Test func blocksOnlyAboveAThreshold() {
        #expect(gate.decision(for: SeverityCounts()) == .passed(SeverityCounts()))
        #expect(gate.decision(for: SeverityCounts(medium: 1, minor: 5)).verification == .passed)
        #expect(gate.decision(for: SeverityCounts(minor: 6)) == .blocked(SeverityCounts(minor: 6), exceeded: [.minor]))
        let many = SeverityCounts(major: 1, medium: 2, minor: 3)
        #expect(gate.decision(for: many) == .blocked(many, exceeded: [.major, .medium]))
        #expect(gate.decision(for: many).verification == .blocked)
    }

    @Test func saysWhy() {
        func sentence(_ counts: SeverityCounts) -> String { gate.sentence(for: gate.decision(for: counts)) }
        #expect(sentence(SeverityCounts()) == "passed: no unresolved findings")
        #expect(sentence(SeverityCounts(medium: 1, minor: 2)) == "passed: 1 medium of 1 allowed, 2 minor of 5 allowed")
        #expect(sentence(SeverityCounts(major: 1, medium: 2)) == "blocked: 1 major (none allowed), 2 medium (at most 1 allowed)")
    }

    @Test func givesEachPhaseItsFirstPassAndItsRetries() {
        let blocked = GateDecision.blocked(SeverityCounts(major: 1), exceeded: [.major])
        #expect(AfterVerification(.passed(SeverityCounts()), retryCount: 3, maxRetries: 3) == .completePhase)
        #expect(AfterVerification(blocked, retryCount: 0, maxRetries: 3) == .retry(left: 2))
        #expect(AfterVerification(blocked, retryCount: 2, maxRetries: 3) == .retry(left: 0))
        #expect(AfterVerification(blocked, retryCount: 3, maxRetries: 3) == .failPhase)
        #expect(AfterVerification(blocked, retryCount: 0, maxRetries: 0) == .failPhase)
        #expect(AfterVerification(blocked, retryCount: 9, maxRetries: 3) == .failPhase)
    }

    @Test func stopsAPhaseThatGetsNowhere() {
        let blocked = GateDecision.blocked(SeverityCounts(major: 1), exceeded: [.major])
        func after(_ decision: GateDecision, retryCount: Int = 1, stalled: Int, limit: Int) -> AfterVerification {
            AfterVerification(decision, retryCount: retryCount, maxRetries: 9, stalledPasses: stalled, stallLimit: limit)
        }
        #expect(after(blocked, stalled: 1, limit: 2) == .retry(left: 7))
        #expect(after(blocked, stalled: 2, limit: 2) == .stopStalling(passes: 2))
        #expect(after(blocked, stalled: 8, limit: 0) == .retry(left: 7))
        #expect(after(blocked, retryCount: 9, stalled: 3, limit: 2) == .failPhase)
        #expect(after(.passed(SeverityCounts()), stalled: 3, limit: 2) == .completePhase)
    }
}
