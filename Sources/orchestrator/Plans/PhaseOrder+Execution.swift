import AgentOrchestrator

extension PhaseOrder {
    /// The numbers of the phases in the order in which they are carried out where all goes well: always the first one that is ready.
    ///
    /// - Parameter dependencies: For each phase in order the numbers of the phases it depends on, without a circle.
    static func execution(of dependencies: [[Int]]) -> [Int] {
        var (done, order): (Set<Int>, [Int]) = ([], [])
        while let next = dependencies.indices.first(where: { !done.contains($0 + 1) && done.isSuperset(of: dependencies[$0]) }) {
            done.insert(next + 1)
            order.append(next + 1)
        }
        return order
    }
}
