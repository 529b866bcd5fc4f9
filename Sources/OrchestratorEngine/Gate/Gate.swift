package import OrchestratorModel

/// Lets the result of a pass through when it has no more unresolved findings of each severity than the threshold.
package struct Gate: Hashable, Sendable {
    /// How many unresolved findings of each severity are let through.
    package var thresholds: SeverityCounts

    package init(thresholds: SeverityCounts) {
        self.thresholds = thresholds
    }

    package func decision(for unresolved: SeverityCounts) -> GateDecision {
        let exceeded = Severity.allCases.sorted(by: >).filter { unresolved[$0] > thresholds[$0] }
        return exceeded.isEmpty ? .passed(unresolved) : .blocked(unresolved, exceeded: exceeded)
    }

    /// The decision as a sentence.
    package func sentence(for decision: GateDecision) -> String {
        switch decision {
        case .passed(let counts):
            guard counts.total > 0 else { return "passed: no unresolved findings" }
            let present = Severity.allCases.sorted(by: >).filter { counts[$0] > 0 }
            let list = present.map { "\(counts[$0]) \($0.rawValue) of \(thresholds[$0]) allowed" }.joined(separator: ", ")
            return "passed: \(list)"
        case .blocked(let counts, let exceeded):
            let list = exceeded.map { severity in
                let allowed = thresholds[severity]
                return "\(counts[severity]) \(severity.rawValue) (\(allowed == 0 ? "none" : "at most \(allowed)") allowed)"
            }
            return "blocked: \(list.joined(separator: ", "))"
        }
    }
}
