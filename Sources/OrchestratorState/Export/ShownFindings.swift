internal import OrchestratorModel

/// The findings of one pass that a report shows, with what became of them: all, or the first ones.
struct ShownFindings: Sendable {
    typealias Shown = (id: Finding.ID, state: TrackedFinding.State)
    private let limit: Int?
    private var findings: [Shown] = []

    /// - Parameter count: How many will be added.
    init(limit: Int?, count: Int) {
        self.limit = limit
        findings.reserveCapacity(min(count, (limit ?? count) * 8))
    }

    mutating func add(_ id: Finding.ID, _ state: TrackedFinding.State) {
        findings.append((id, state))
        if let limit, findings.count >= 8 * limit { sort() }
    }

    /// Brings them into their order, and lets go of those that are not shown.
    mutating func sort() {
        findings.sort { $0.id < $1.id }
        if let limit, findings.count > limit { findings.removeLast(findings.count - limit) }
    }

    func page(from first: Int, _ count: Int) -> ArraySlice<Shown> { findings.dropFirst(first).prefix(count) }
}
