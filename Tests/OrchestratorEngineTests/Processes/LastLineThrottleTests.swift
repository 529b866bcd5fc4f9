import Testing

@testable import OrchestratorEngine

@Suite struct LastLineThrottleTests {
    let start = SuspendingClock().now

    @Test func isDueAtOnceAndThenTenTimesASecond() {
        var throttle = LastLineThrottle()
        #expect(!throttle.isDue(at: start) && throttle.deadline == nil)
        throttle.outputCame()
        #expect(throttle.isDue(at: start))
        #expect(throttle.changed(to: "one", at: start) == true)
        #expect(!throttle.isDue(at: start + .seconds(1)) && throttle.deadline == nil)
        throttle.outputCame()
        #expect(!throttle.isDue(at: start + .milliseconds(99)))
        #expect(throttle.deadline == start + .milliseconds(100))
        #expect(throttle.isDue(at: start + .milliseconds(100)))
    }

    @Test func tellsOnlyAnotherLine() {
        var throttle = LastLineThrottle()
        #expect(throttle.changed(to: "one", at: start) == true)
        #expect(throttle.changed(to: "one", at: start) == false)
        #expect(throttle.changed(to: "two", at: start) == true)
    }

    @Test func waitsAfterOutputThatCannotBeReadToo() {
        var throttle = LastLineThrottle()
        throttle.outputCame()
        #expect(throttle.changed(to: nil, at: start) == false)
        throttle.outputCame()
        #expect(!throttle.isDue(at: start + .milliseconds(50)))
        #expect(throttle.changed(to: "one", at: start) == true)
        #expect(throttle.changed(to: nil, at: start) == false)
        #expect(throttle.changed(to: "one", at: start) == false)
    }
}
