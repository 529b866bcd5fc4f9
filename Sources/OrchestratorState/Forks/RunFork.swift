public import OrchestratorModel

/// A run made from another one as that was after one of its events: what it will hold, before anything is written.
public struct RunFork: Sendable, Hashable {
    /// The run it is made from.
    public let parent: Run.ID
    /// The event after which the parent stood so.
    public let event: Int
    /// The new run with all that it takes over but findings, under new identities; paused, on the branch of its parent until it gets its own.
    public internal(set) var document: RunDocument
    /// The commit on which the parent's checkout stood; `nil` where none was recorded.
    public let commit: String?
    /// Passes that are not taken over, since they were running or not verified.
    public let leftOut: [Pass]
    /// The last pass taken over, where it ended with changes that no commit holds: the fork begins without them.
    public let uncommitted: Pass?
    /// Of each artifact that is taken over what it was: its file gets a second name.
    let sources: [Artifact.ID: Artifact]
    /// The passes that are taken over: whose findings become whose.
    let passes: [Execution.ID: Execution.ID]

    /// A pass by its numbers.
    public struct Pass: Sendable, Hashable, Codable {
        /// The number of the phase.
        public let phaseNumber: Int
        /// The number of the pass.
        public let passNumber: Int

        enum CodingKeys: String, CodingKey {
            case phaseNumber = "phase_number"
            case passNumber = "pass_number"
        }
    }
}
