import AgentOrchestrator
import Testing

@testable import orchestrator

/// Moments and counts as people say them.
@Suite struct MomentTextTests {
    private let now = Timestamp(microsecondsSinceEpoch: 1_800_000_000_000_000)

    @Test(arguments: [(0, "just now"), (-1, "just now"), (-42, "42 s ago"), (-7200, "2 h ago"), (300, "in 5 min")])
    func saysHowLongAgo(seconds: Int, text: String) {
        #expect(MomentText.relative(now + .seconds(seconds), now: now) == text)
    }

    @Test(arguments: [(0, "in 1 s"), (1, "in 1 s"), (2, "in 2 s"), (300, "in 5 min")])
    func saysHowLongItIsStillGood(seconds: Int, text: String) {
        #expect(MomentText.ahead(now + .seconds(seconds), now: now) == text)
    }

    @Test func countsOneAndSeveral() {
        #expect(CountText.text(1, "run") == "1 run" && CountText.text(0, "run") == "0 runs")
    }
}
