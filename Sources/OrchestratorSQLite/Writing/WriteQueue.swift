/// Who writes next: the decisions of group commit, without its effects.
///
/// Whoever finds the writer idle becomes the leader and writes on its own thread. Those who come before it commits are its batch; the others wait,
/// and when the leader is done, the first of them leads.
struct WriteQueue<Waiter> {
    private(set) var isBusy = false
    private var waiting: [Waiter] = []

    /// The most bodies that one commit takes.
    static var largestBatch: Int { 256 }

    /// Makes the caller the leader if nobody writes.
    mutating func lead() -> Bool {
        guard !isBusy else { return false }
        isBusy = true
        return true
    }

    /// Lets the caller wait, unless the writer has become idle: then the caller leads.
    ///
    /// - Returns: Whether the caller leads.
    mutating func enqueue(_ waiter: Waiter) -> Bool {
        if lead() { return true }
        waiting.append(waiter)
        return false
    }

    /// Those who wait: the leader writes for them too.
    ///
    /// - Parameter count: How many are in the batch already.
    mutating func takeFollowers(besides count: Int) -> [Waiter] {
        let followers = Array(waiting.prefix(Self.largestBatch - count))
        waiting.removeFirst(followers.count)
        return followers
    }

    /// Ends the leader's turn.
    ///
    /// - Returns: Who leads next; `nil` when the writer is idle now.
    mutating func finish() -> Waiter? {
        guard waiting.isEmpty else { return waiting.removeFirst() }
        isBusy = false
        return nil
    }
}
