/// Which status may follow which: the one description that the updates, the CHECKs, `explain` and the documentation come from.
public struct TransitionTable<Status: Hashable & Sendable & CaseIterable>: Sendable {
    private let edges: [Status: [Status]]

    /// A table from the successors of each status; a status that is left out has none.
    public init(_ edges: [Status: [Status]]) {
        self.edges = edges
    }

    /// The statuses that may follow, in the order of the table.
    public func successors(of status: Status) -> [Status] { edges[status] ?? [] }

    /// The statuses that the given one may follow, in the order of their declaration.
    public func predecessors(of status: Status) -> [Status] {
        Status.allCases.filter { successors(of: $0).contains(status) }
    }

    /// Whether the change is legal.
    public func allows(_ from: Status, to: Status) -> Bool { successors(of: from).contains(to) }

    /// Whether nothing may follow the status.
    public func isFinal(_ status: Status) -> Bool { successors(of: status).isEmpty }
}
