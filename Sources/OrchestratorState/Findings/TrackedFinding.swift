public import OrchestratorModel

/// A finding with where it was found and what became of it over the passes of its phase.
public struct TrackedFinding: Sendable, Hashable {
    /// The finding.
    public let finding: Finding
    /// The number of the phase.
    public let phaseNumber: Int
    /// The pass that reported it.
    public let passNumber: Int
    /// What became of it.
    public let state: State

    /// What becomes of a finding over the passes of a phase.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Reported for the first time by the latest verified pass.
        case new
        /// Known from an earlier pass, and still not gone.
        case persisting
        /// Gone, or marked so by hand.
        case fixed
        /// Gone earlier, and back in the latest verified pass.
        case regressed
        /// A human decided to live with it.
        case waived

        /// Those that still stand in the way.
        public static let unresolved: [State] = [.new, .persisting, .regressed]
    }

    /// A finding with its place and state.
    public init(finding: Finding, phaseNumber: Int, passNumber: Int, state: State) {
        self.finding = finding
        self.phaseNumber = phaseNumber
        self.passNumber = passNumber
        self.state = state
    }
}
