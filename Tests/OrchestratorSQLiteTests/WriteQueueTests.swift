import Testing

@testable import OrchestratorSQLite

/// Who writes next.
@Suite struct WriteQueueTests {
    /// A queue that somebody leads.
    private static func led(waiting: ClosedRange<Int>) -> WriteQueue<Int> {
        var queue = WriteQueue<Int>()
        _ = queue.lead()
        for waiter in waiting { _ = queue.enqueue(waiter) }
        return queue
    }

    @Test func letsTheFirstLead() {
        var queue = WriteQueue<Int>()
        let (first, second) = (queue.lead(), queue.lead())
        let (followers, next) = (queue.takeFollowers(besides: 1), queue.finish())
        let third = queue.lead()
        #expect(first && !second && third)
        #expect(followers == [] && next == nil)
    }

    @Test func letsTheFirstWhoWaitsLeadTheOthersInTheirOrder() {
        var queue = Self.led(waiting: 1...5)
        let next = queue.finish()
        let another = queue.lead()
        let followers = queue.takeFollowers(besides: 1)
        let last = queue.finish()
        #expect(next == 1 && !another)
        #expect(followers == [2, 3, 4, 5])
        #expect(last == nil)
    }

    @Test func letsWhoComesToAnIdleWriterLead() {
        var queue = WriteQueue<Int>()
        let (first, second) = (queue.enqueue(1), queue.enqueue(2))
        let followers = queue.takeFollowers(besides: 1)
        #expect(first && !second)
        #expect(followers == [2])
    }

    @Test func boundsABatch() {
        let batch = WriteQueue<Int>.largestBatch
        var queue = Self.led(waiting: 1...(batch + 10))
        let first = queue.takeFollowers(besides: 1)
        let next = queue.finish()
        let second = queue.takeFollowers(besides: 1)
        #expect(first == Array(1..<batch))
        #expect(next == batch)
        #expect(second == Array((batch + 1)...(batch + 10)))
    }

    @Test func boundsABatchThatOthersJoin() {
        let batch = WriteQueue<Int>.largestBatch
        var queue = Self.led(waiting: 1...(batch + 10))
        let joined = queue.takeFollowers(besides: batch - 3)
        let none = queue.takeFollowers(besides: batch)
        #expect(joined == [1, 2, 3] && none == [])
        #expect(queue.finish() == 4)
    }
}
