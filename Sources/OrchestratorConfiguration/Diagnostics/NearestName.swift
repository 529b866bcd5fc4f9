/// Did you mean …?
enum NearestName {
    /// The candidate that takes the fewest edits, where that is few enough to be a slip; of equally near ones the first.
    static func to(_ name: String, among candidates: some Sequence<String>) -> String? {
        let written = Array(name.lowercased().unicodeScalars.prefix(64))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let wanted = Array(candidate.lowercased().unicodeScalars)
            let limit = min(best.map { $0.distance - 1 } ?? .max, max(1, max(written.count, wanted.count) / 3))
            guard abs(written.count - wanted.count) <= limit else { continue }
            let distance = distance(written, wanted)
            if distance <= limit { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let substitution = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
                var cost = min(substitution, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, beforePrevious[column - 2] + 1)
                }
                current.append(cost)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
