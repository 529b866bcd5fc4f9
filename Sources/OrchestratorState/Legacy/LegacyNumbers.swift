internal import OrchestratorModel

/// Gives each row of a list a number of its own: the one it had, where that can be, or else another one.
struct LegacyNumbers {
    private var used: Set<Int> = []
    private var last = 0
    /// All numbers before it are used.
    private var firstFree = 1

    /// Takes the number that a row had.
    ///
    /// - Returns: Whether it can have it: it is above 0, not above ``Limits/number``, and no other row has it.
    mutating func take(_ wanted: Int64) -> Bool {
        guard wanted > 0, wanted <= Int64(Limits.number), used.insert(Int(wanted)).inserted else { return false }
        last = max(last, Int(wanted))
        return true
    }

    /// Takes the next number after all that are used, and once there is none any more, the least that is free.
    mutating func next() -> Int {
        if last < Limits.number {
            last += 1
            used.insert(last)
            return last
        }
        while used.contains(firstFree) { firstFree += 1 }
        used.insert(firstFree)
        return firstFree
    }
}
