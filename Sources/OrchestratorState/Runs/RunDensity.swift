internal import OrchestratorDatabase

/// How close together the runs of a list are where a page begins, by a look at a few of its entries: whatever list is walked, the runs that
/// others have too are found soonest along the one with the fewest.
///
/// How long lists are is not asked. To count a long one takes longer than the page, and of a long list only the part that is walked matters.
struct RunDensity: Comparable {
    /// How many entries there were of those that were looked at.
    let count: Int
    /// The positions of the first and the last one that were looked at.
    let newest: Int?
    let oldest: Int?
    /// How many entries were to be looked at.
    private let sample: Int

    /// A list that ends within the sample is walked at once; of others the one that reaches further back with as many entries is the thinner.
    init(count: Int, newest: Int?, oldest: Int?, sample: Int) {
        (self.count, self.newest, self.oldest, self.sample) = (count, newest, oldest, sample)
    }

    init(row: inout SQLRow, sample: Int) throws {
        self.init(count: try row.integer(), newest: try row.optionalInteger(), oldest: try row.optionalInteger(), sample: sample)
    }

    static func < (left: RunDensity, right: RunDensity) -> Bool {
        if left.isShort || right.isShort { return left.count < right.count }
        return (left.oldest ?? .min) < (right.oldest ?? .min)
    }

    private var isShort: Bool { count < sample }

    /// Whether a list that is at most so much denser takes fewer steps when both are walked side by side than when each entry of this one is
    /// looked up there: to look one up takes as long as about seven steps.
    func isSimilar(to other: RunDensity) -> Bool {
        guard !isShort, !other.isShort, let newest, let oldest, let otherNewest = other.newest, let otherOldest = other.oldest else { return false }
        return newest - oldest <= 4 * (otherNewest - otherOldest)
    }
}
