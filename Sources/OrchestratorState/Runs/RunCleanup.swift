public import OrchestratorModel

/// What giving a run up would end.
public struct RunCleanup: Sendable, Hashable {
    /// The run as it is.
    public let run: Run
    /// How many of its executions would become interrupted.
    public let executions: Int
    /// How many of its questions would expire.
    public let questions: Int
}
