public import OrchestratorModel

/// A run that a worker has taken.
public struct ClaimedRun: Hashable, Sendable {
    /// The run as it is now.
    public let run: Run
    /// The right to write to it.
    public let lease: Lease
    /// The executions that an earlier worker had left running; they are interrupted.
    public let interrupted: [Execution]
}
