import Testing

@testable import OrchestratorEngine

@Suite struct ProcessLifecycleTests {
    let start = SuspendingClock().now

    private func lifecycle(timeout: Duration? = .seconds(10)) -> ProcessLifecycle {
        ProcessLifecycle(startedAt: start, timeout: timeout, gracePeriod: .seconds(5))
    }

    @Test func terminatesAtTheTimeoutAndKillsAfterTheGracePeriod() {
        var process = lifecycle()
        #expect(process.deadline == start + .seconds(10))
        #expect(process.advance(to: start + .seconds(9)) == nil)
        #expect(process.advance(to: start + .seconds(11)) == .terminateGroup)
        #expect(process.deadline == start + .seconds(16))
        #expect(process.advance(to: start + .seconds(15)) == nil)
        #expect(process.advance(to: start + .seconds(16)) == .killGroup)
        #expect(process.deadline == nil)
        #expect(process.advance(to: start + .seconds(100)) == nil)
        #expect(process.exited(at: start + .seconds(101)) == .killGroup)
        #expect(process.isOver)
        #expect(process.cause == .timedOut(after: .seconds(10)))
    }

    @Test func stopsOnce() {
        var process = lifecycle()
        #expect(process.stop(at: start + .seconds(1)) == .terminateGroup)
        #expect(process.stop(at: start + .seconds(2)) == nil)
        #expect(process.deadline == start + .seconds(6))
        #expect(process.advance(to: start + .seconds(20)) == .killGroup)
        #expect(process.cause == .stopped)
    }

    @Test func keepsTheCauseThatCameFirst() {
        var process = lifecycle()
        #expect(process.advance(to: start + .seconds(10)) == .terminateGroup)
        #expect(process.stop(at: start + .seconds(11)) == nil)
        #expect(process.cause == .timedOut(after: .seconds(10)))
    }

    @Test func killsWhatIsLeftOfAProcessThatEndedByItself() {
        var process = lifecycle(timeout: nil)
        #expect(process.deadline == nil)
        #expect(process.advance(to: start + .seconds(1_000_000)) == nil)
        #expect(!process.isOver)
        #expect(process.exited(at: start) == .killGroup)
        #expect(process.isOver)
        #expect(process.cause == nil)
        #expect(process.stop(at: start) == nil)
    }

    @Test func leavesTheGroupItsGracePeriodWhenTheLeaderEndsAtOnce() {
        var process = lifecycle()
        #expect(process.stop(at: start) == .terminateGroup)
        #expect(process.exited(at: start + .milliseconds(1)) == .look)
        #expect(process.advance(to: start + .milliseconds(1)) == .look)
        #expect(process.deadline == start + .milliseconds(21))
        #expect(process.advance(to: start + .milliseconds(20)) == nil)
        #expect(!process.isOver)
        #expect(process.advance(to: start + .seconds(5)) == .killGroup)
        #expect(process.isOver)
        #expect(process.groupIsEmpty() == nil)
        #expect(process.cause == .stopped)
    }

    @Test func isOverAsSoonAsTheGroupIsEmpty() {
        var process = lifecycle()
        #expect(process.groupIsEmpty() == nil)
        #expect(process.stop(at: start) == .terminateGroup)
        #expect(process.groupIsEmpty() == nil)
        #expect(process.exited(at: start + .seconds(1)) == .look)
        #expect(process.groupIsEmpty() == .killGroup)
        #expect(process.isOver)
    }

    @Test func takesATimeoutBeyondAllClocksForNone() {
        #expect(lifecycle(timeout: .seconds(Int64.max)).deadline == nil)
    }
}
