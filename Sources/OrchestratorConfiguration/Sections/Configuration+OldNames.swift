public import OrchestratorModel

/// The names that settings had before there were sections, read-only.
extension Configuration {
    /// ``Execution/maxRetries``.
    public var maxRetries: Int { execution.maxRetries }
    /// ``Execution/retryDelay``.
    public var retryDelay: Duration { execution.retryDelay }
    /// ``Execution/mode``.
    public var copilotMode: OrchestratorModel.Execution.Mode { execution.mode }
    /// ``Execution/branchPrefix``.
    public var branchPrefix: String { execution.branchPrefix }
}
