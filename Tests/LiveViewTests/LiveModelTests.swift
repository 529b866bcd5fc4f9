import AgentOrchestrator
import Testing

@testable import orchestrator

/// What a live view makes of what it is told.
@Suite struct LiveModelTests {
    private let start = ContinuousClock().now
    private let agent = Activity.passStarted(
        phase: 2, pass: 3, agent: "claude", execution: Execution.ID(at: Timestamp(microsecondsSinceEpoch: 0)))

    private func snapshot(_ statuses: Phase.Status...) -> LiveSnapshot {
        LiveSnapshot(
            title: "Plan", run: "abc", status: .executing,
            phases: statuses.enumerated().map { LivePhase(number: $0.offset + 1, title: "Phase", status: $0.element) }, active: .zero,
            readAt: start)
    }

    private func model(after activities: Activity...) -> LiveModel {
        var model = LiveModel()
        model.take(snapshot(.completed, .inProgress))
        for activity in activities { model.apply(activity, at: start) }
        return model
    }

    @Test func followsAPassFromAgentToVerdict() {
        var model = model(after: agent)
        #expect(model.work == .init(phase: 2, pass: 3, step: .agent("claude"), since: start, line: nil, found: nil))
        model.apply(.line("thinking"), at: start)
        #expect(model.work?.line == "thinking")
        model.apply(.agentEnded(phase: 2, pass: 3, succeeded: true, "the agent is done"), at: start)
        #expect(model.work?.step == nil)
        model.apply(.checkStarted(phase: 2, pass: 3, check: "test"), at: start + .seconds(5))
        #expect(model.work == .init(phase: 2, pass: 3, step: .check("test"), since: start + .seconds(5), line: nil, found: 0))
        model.apply(.checkEnded(phase: 2, pass: 3, check: "test", findings: 2, took: .seconds(1)), at: start)
        model.apply(.checkStarted(phase: 2, pass: 3, check: "lint"), at: start)
        model.apply(.checkEnded(phase: 2, pass: 3, check: "lint", findings: 1, took: .seconds(1)), at: start)
        #expect(model.work?.found == 3)
        model.apply(.verdict(phase: 2, pass: 3, passed: false, SeverityCounts(medium: 3), "blocked: 3 medium"), at: start)
        #expect(model.snapshot?.phases[1].findings == SeverityCounts(medium: 3))
        #expect(model.work?.found == nil)
        model.apply(.waiting(phase: 2, .seconds(30)), at: start)
        #expect(model.work == .init(phase: 2, pass: 3, step: .waiting(until: start + .seconds(30)), since: start, line: nil, found: nil))
    }

    @Test func countsTheFindingsOfAnotherPassAnew() {
        var model = model(
            after: .checkStarted(phase: 2, pass: 1, check: "test"), .checkEnded(phase: 2, pass: 1, check: "test", findings: 4, took: .zero))
        model.apply(.checkStarted(phase: 2, pass: 2, check: "test"), at: start)
        #expect(model.work?.found == 0)
    }

    @Test func remarksWhatIsToStay() {
        var model = model(
            after: .notice("once"), .notice("once"), .notice("twice"), agent, .line("not this"),
            .agentEnded(phase: 2, pass: 3, succeeded: false, "the agent exited with status 1"),
            .verdict(phase: 2, pass: 3, passed: true, SeverityCounts(), "passed"),
            .verdict(phase: 2, pass: 3, passed: false, SeverityCounts(major: 1), "blocked"))
        #expect(
            model.takeRemarks() == [
                .note("once"), .note("twice"), .blocked("phase 2, pass 3: the agent exited with status 1"),
                .blocked("phase 2, pass 3: blocked"),
            ])
        #expect(model.takeRemarks().isEmpty)
    }

    @Test func readsTheStoreAgainWhenSomethingChanged() {
        var model = model()
        #expect(!model.isStale)
        model.apply(.changed, at: start)
        #expect(model.isStale)
        model.take(snapshot(.completed, .inProgress))
        #expect(!model.isStale)
    }

    @Test func worksOnNoPhaseThatEnded() {
        var model = model(after: agent)
        model.take(snapshot(.completed, .inProgress))
        #expect(model.work != nil)
        model.take(snapshot(.completed, .completed))
        #expect(model.work == nil)
    }

    @Test func knowsNoWorkAtTheEnd() {
        var model = model(after: agent)
        model.end()
        #expect(model.work == nil && model.isStale)
    }
}
