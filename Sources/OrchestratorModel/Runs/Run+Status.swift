extension Run {
    /// Where a run stands.
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// Created, not yet started.
        case planning
        /// A worker carries it out, or may take it.
        case executing
        /// It waits for a human.
        case paused
        /// All phases are completed or skipped.
        case completed
        /// It ended with an error that no answer mends.
        case failed
        /// A human ended it.
        case aborted
    }

    /// Which status may follow which.
    public static let transitions = TransitionTable<Status>([
        .planning: [.executing, .failed, .aborted],
        .executing: [.completed, .failed, .paused, .aborted],
        .paused: [.executing, .completed, .aborted, .failed],
    ])

    /// What the holder of the lease is asked to do as soon as its agent has ended.
    public enum StopRequest: String, Hashable, Sendable, Codable, CaseIterable {
        /// Go on.
        case none
        /// Pause the run.
        case pause
        /// Abort the run.
        case abort
    }
}
