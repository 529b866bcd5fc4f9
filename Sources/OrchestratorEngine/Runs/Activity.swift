public import OrchestratorModel

/// What goes on while a run is carried out, for those who watch. The store is what counts; this is only told.
public enum Activity: Sendable, Hashable {
    /// Something worth knowing that changes nothing.
    case notice(String)
    /// A row changed: what was read from the store is old.
    case changed
    /// An agent was started.
    case passStarted(phase: Int, pass: Int, agent: String, execution: Execution.ID)
    /// The newest line that the agent or a check printed, safe for a terminal.
    case line(String)
    /// The agent ended; a sentence says how.
    case agentEnded(phase: Int, pass: Int, succeeded: Bool, String)
    /// A check was started.
    case checkStarted(phase: Int, pass: Int, check: String)
    /// A check ended with that many findings.
    case checkEnded(phase: Int, pass: Int, check: String, findings: Int, took: Duration)
    /// The gate decided; a sentence says how.
    case verdict(phase: Int, pass: Int, passed: Bool, SeverityCounts, String)
    /// The next pass begins after that time.
    case waiting(phase: Int, Duration)
}
