/// Arithmetic that gives the number next to the result where that is beyond all numbers: what is counted may come from rows of a damaged store, and a
/// command that only tells of them must not end by it.
extension Int {
    /// The sum, or the number next to it.
    package func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}

extension Sequence<Int> {
    /// The sum of all, or the number next to it.
    package func clampedSum() -> Int { reduce(0) { $0.addingClamped($1) } }
}
