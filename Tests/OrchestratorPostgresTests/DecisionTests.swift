import Testing

@testable import OrchestratorPostgres

/// The decisions of the pool, of retries and of the cache, without a server.
@Suite struct DecisionTests {
    private final class Thing {}

    @Test func givesJobsToIdleWorkersThenToNewOnesThenLetsThemWait() {
        var pool = PoolState<Thing, Thing>(largest: 2)
        let (first, second, jobs) = (Thing(), Thing(), (0..<5).map { _ in Thing() })
        guard case .employ = pool.admit(jobs[0]), case .employ = pool.admit(jobs[1]), case .wait = pool.admit(jobs[2]) else {
            Issue.record("three jobs for two workers")
            return
        }
        guard case .work(let next) = pool.finished(first), next === jobs[2] else { return #expect(Bool(false), "the third waited") }
        guard case .rest = pool.finished(second), case .handTo(let worker) = pool.admit(jobs[3]) else { return #expect(Bool(false)) }
        #expect(worker === second)
        let mayLeave = pool.retire(second)
        #expect(!mayLeave)
        guard case .wait = pool.admit(jobs[4]) else { return #expect(Bool(false)) }
        let withdrawn = [pool.withdraw(jobs[4]), pool.withdraw(jobs[4])]
        #expect(withdrawn == [true, false])
        guard case .rest = pool.finished(first) else { return #expect(Bool(false)) }
        let idle = pool.close()
        #expect(idle.count == 1)
        guard case .refuse = pool.admit(jobs[0]), case .leave = pool.finished(second) else { return #expect(Bool(false)) }
        #expect(pool.workers == 0)
    }

    @Test func triesAgainOnlyWhatMayEndOtherwise() {
        func decisions(_ endings: RetryPlan.Ending...) -> [Bool] {
            var plan = RetryPlan()
            return endings.map { plan.next(after: $0) != .giveUp }
        }
        func ending(_ state: String, detail: String = "", wentOn: Bool = false, isUntouched: Bool = false) -> RetryPlan.Ending {
            .init(failure: ServerFailure(state: state, text: "", detail: detail), wentOn: wentOn, isUntouched: isUntouched)
        }
        #expect(decisions(RetryPlan.Ending()) == [false])
        #expect(decisions(ending("40001"), ending("40P01"), ending("22012")) == [true, true, true])
        #expect(decisions(ending("42601")) == [false])
        #expect(decisions(ending(""), ending("")) == [false, false])
        #expect(decisions(ending("", isUntouched: true), ending("57P01", isUntouched: true)) == [true, false])
        #expect(decisions(ending("23505", detail: "a"), ending("23505", detail: "b"), ending("23505", detail: "b")) == [true, true, false])
        #expect(decisions(ending("23503", wentOn: true), ending("23503", wentOn: true)) == [true, false])
        var plan = RetryPlan()
        let tries = (1...RetryPlan.attempts).map { _ in plan.next(after: ending("40001")) != .giveUp }
        #expect(tries == (1...RetryPlan.attempts).map { $0 < RetryPlan.attempts })
    }

    @Test func knowsStatementsByTheirTextAndTypes() {
        var cache = StatementCache(largest: 2)
        let entry = StatementCache.Entry(name: cache.name(), types: [20, 0])
        cache.add(entry, "text")
        #expect(cache.entry("text", [20, 25]) == entry)
        #expect(cache.entry("text", [0, 0]) == entry)
        #expect(cache.entry("text", [25, 0]) == nil)
        #expect(cache.entry("other", [20, 0]) == nil)
        #expect(!cache.isFull(for: 1))
        cache.add(.init(name: cache.name(), types: [25, 0]), "text")
        #expect(cache.isFull(for: 1))
        cache.removeAll()
        #expect(cache.entry("text", [20, 25]) == nil)
        let name = cache.name()
        #expect(name == "s3")
    }
}
