/// The order that dependencies give to phases, which are named by their numbers 1, 2, 3 …
public enum PhaseOrder {
    /// The numbers along one circle of dependencies, the first repeated at the end; `nil` where there is none.
    ///
    /// - Parameter dependencies: For each phase in order the numbers of the phases it depends on; numbers out of range are passed over.
    /// - Complexity: Linear in phases and dependencies, without recursion.
    public static func circle(in dependencies: [[Int]]) -> [Int]? {
        var finished = Set<Int>()
        for start in dependencies.indices where !finished.contains(start + 1) {
            var path = [start + 1]
            var onPath: Set = [start + 1]
            var pending = [dependencies[start][...]]
            while let number = path.last {
                guard let next = pending[pending.count - 1].popFirst() else {
                    finished.insert(number)
                    onPath.remove(number)
                    path.removeLast()
                    pending.removeLast()
                    continue
                }
                guard dependencies.indices.contains(next - 1), !finished.contains(next) else { continue }
                if onPath.contains(next), let first = path.firstIndex(of: next) { return path[first...] + [next] }
                path.append(next)
                onPath.insert(next)
                pending.append(dependencies[next - 1][...])
            }
        }
        return nil
    }
}
