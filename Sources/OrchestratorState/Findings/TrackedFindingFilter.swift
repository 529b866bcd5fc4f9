public import OrchestratorModel

/// Which findings of a run to give back. What is `nil` does not restrict.
public struct TrackedFindingFilter: Sendable, Hashable {
    /// Of that run.
    public var run: Run.ID
    /// Of the phase with that number.
    public var phaseNumber: Int?
    /// Of these severities.
    public var severities: [Severity]?
    /// In one of these states.
    public var states: [TrackedFinding.State]?
    /// Whether a finding that several passes reported is given back once for each; otherwise once, as last reported.
    public var includesEarlierReports: Bool
    /// At most that many, from 1 to 10,000.
    public var limit: Int
    /// After this finding: the `next` of the page before.
    public var after: Finding.ID?

    /// A filter with the given values.
    public init(
        run: Run.ID, phaseNumber: Int? = nil, severities: [Severity]? = nil, states: [TrackedFinding.State]? = nil,
        includesEarlierReports: Bool = false, limit: Int = 100, after: Finding.ID? = nil
    ) {
        self.run = run
        self.phaseNumber = phaseNumber
        self.severities = severities
        self.states = states
        self.includesEarlierReports = includesEarlierReports
        self.limit = limit
        self.after = after
    }

    func check() throws {
        guard (1...10_000).contains(limit) else { throw StateError.invalid([Violation("limit", "must be from 1 to 10000")]) }
    }
}
