package import OrchestratorModel

/// Whether the result of a pass is let through.
package enum GateDecision: Hashable, Sendable {
    /// There are no more findings than allowed.
    case passed(SeverityCounts)
    /// There are more than allowed, of these severities, the heaviest first.
    case blocked(SeverityCounts, exceeded: [Severity])

    /// What the store records.
    package var verification: Execution.Verification {
        switch self {
        case .passed: .passed
        case .blocked: .blocked
        }
    }
}
