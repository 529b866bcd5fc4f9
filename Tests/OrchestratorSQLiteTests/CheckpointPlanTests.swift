import Testing

@testable import OrchestratorSQLite

/// When the write-ahead log is moved and cut.
@Suite struct CheckpointPlanTests {
    private static func plan() -> CheckpointPlan {
        CheckpointPlan(bound: 1000, boundOfSmall: 100, largestLog: 1 << 20, largestIdleLog: 50)
    }

    @Test func movesALogThatHasGrownByItsBound() {
        var plan = Self.plan()
        let moves = [10, 999, 1000, 1001, 1999, 2000, 2001].map { plan.committed(pages: $0) }
        #expect(moves == [false, false, true, false, false, true, false])
    }

    @Test func movesALogOfSmallCommitsSooner() {
        var plan = Self.plan()
        let moves = stride(from: 20, through: 260, by: 20).map { plan.committed(pages: $0) }
        #expect(moves == (1...13).map { $0.isMultiple(of: 5) })
        // One great commit among them makes it a log of great ones, until there are many small ones again.
        #expect(plan.committed(pages: 700) == false)
        #expect((1...40).map { plan.committed(pages: 700 + $0) }.firstIndex(of: true) == 11)
    }

    @Test func countsAnewWhenTheLogBeginsAnew() {
        var plan = Self.plan()
        let moves = [1500, 3, 999, 1002].map { plan.committed(pages: $0) }
        #expect(moves == [true, false, false, true])
    }

    @Test func cutsWhenNothingWasWrittenForASecond() {
        var plan = Self.plan()
        var steps = [plan.look(commits: 1, bytes: 100)]
        for _ in 0..<3 { steps.append(plan.look(commits: 2, bytes: 100)) }
        for _ in 0..<2 { steps.append(plan.look(commits: 2, bytes: 100)) }
        #expect(steps == [.wait, .wait, .wait, .wait, .wait, .cut])
        let last = plan.look(commits: 2, bytes: 0)
        #expect(last == .end)
    }

    @Test func movesAShortLogWhenNothingWasWrittenForASecond() {
        var plan = Self.plan()
        var steps = (0..<5).map { _ in plan.look(commits: 1, bytes: 50) }
        #expect(steps == [.wait, .wait, .wait, .wait, .move])
        // A reader was in the way.
        steps = (0..<4).map { _ in plan.look(commits: 1, bytes: 50) }
        #expect(steps == [.wait, .wait, .wait, .move])
        plan.moved(commits: 1)
        let last = plan.look(commits: 1, bytes: 50)
        #expect(last == .end)
        // What another process has written meanwhile is not known here.
        plan.begin()
        steps = (0..<4).map { _ in plan.look(commits: 1, bytes: 50) }
        #expect(steps == [.wait, .wait, .move, .wait])
    }

    @Test func movesWhatWasCommittedSince() {
        var plan = Self.plan()
        plan.moved(commits: 1)
        let steps = (0..<5).map { _ in plan.look(commits: 2, bytes: 50) }
        #expect(steps == [.wait, .wait, .wait, .wait, .move])
    }

    @Test func cutsALongLogAlsoWhileOthersWrite() {
        var plan = Self.plan()
        let steps = (1...3).map { plan.look(commits: $0, bytes: 2 << 20) }
        #expect(steps == [.cut, .cut, .cut])
    }

    @Test func goesOnLookingAfterACommitAtTheLastMoment() {
        var plan = Self.plan()
        let steps = [plan.look(commits: 1, bytes: 0), plan.look(commits: 2, bytes: 0), plan.look(commits: 2, bytes: 0)]
        #expect(steps == [.wait, .wait, .end])
    }
}
