/// Which findings stand after a pass, in a form in which many can be compared: two are equal where the same findings were added, in any order. That
/// others are taken for the same is as likely as that two random numbers of 128 bits are.
struct StandingFindings: Hashable, Sendable {
    private var count = 0
    private var sums: [UInt64] = [0, 0]

    var isEmpty: Bool { count == 0 }

    /// Adds a finding, which was not added yet.
    mutating func add(_ key: FindingKey) {
        count += 1
        for index in sums.indices {
            var hasher = Hasher()
            hasher.combine(index)
            hasher.combine(key)
            sums[index] &+= UInt64(bitPattern: Int64(hasher.finalize()))
        }
    }

    /// Adds other findings.
    mutating func add(_ others: StandingFindings) {
        count += others.count
        for index in sums.indices { sums[index] &+= others.sums[index] }
    }
}
