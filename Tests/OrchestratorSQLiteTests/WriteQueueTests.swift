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
        let (followers, next) = (queue.takeFollowers(), queue.finish())
        let third = queue.lead()
        #expect(first && !second && third)
        #expect(followers == [] && next == nil)
    }

    @Test func letsTheFirstWhoWaitsLeadTheOthersInTheirOrder() {
        var queue = Self.led(waiting: 1...5)
        let next = queue.finish()
        let another = queue.lead()
        let followers = queue.takeFollowers()
        let last = queue.finish()
        #expect(next == 1 && !another)
        #expect(followers == [2, 3, 4, 5])
        #expect(last == nil)
    }

    @Test func letsWhoComesToAnIdleWriterLead() {
        var queue = WriteQueue<Int>()
        let (first, second) = (queue.enqueue(1), queue.enqueue(2))
        let followers = queue.takeFollowers()
        #expect(first && !second)
        #expect(followers == [2])
    }

    @Test func boundsABatch() {
        let batch = WriteQueue<Int>.largestBatch
        var queue = Self.led(waiting: 1...(batch + 10))
        let first = queue.takeFollowers()
        let next = queue.finish()
        let second = queue.takeFollowers()
        #expect(first == Array(1..<batch))
        #expect(next == batch)
        #expect(second == Array((batch + 1)...(batch + 10)))
    }
}
