public import OrchestratorModel

/// Which findings to give back. What is `nil` does not restrict.
public struct FindingFilter: Sendable, Hashable {
    /// Of that run.
    public var run: Run.ID?
    /// Of that phase.
    public var phase: Phase.ID?
    /// Of that execution.
    public var execution: Execution.ID?
    /// Of these severities.
    public var severities: [Severity]?
    /// Resolved or not.
    public var resolved: Bool?
    /// Waived or not.
    public var waived: Bool?

    /// A filter with the given values.
    public init(
        run: Run.ID? = nil, phase: Phase.ID? = nil, execution: Execution.ID? = nil, severities: [Severity]? = nil, resolved: Bool? = nil,
        waived: Bool? = nil
    ) {
        self.run = run
        self.phase = phase
        self.execution = execution
        self.severities = severities
        self.resolved = resolved
        self.waived = waived
    }
}
