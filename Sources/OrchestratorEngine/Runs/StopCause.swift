/// Why carrying out a run ends before its phases do.
enum StopCause: Sendable {
    /// The run is to be paused because somebody asked for it.
    case pause
    /// The run is to be aborted because somebody asked for it.
    case abort
    /// The run is left to another worker.
    case handBack
    /// The budget of the run is used up.
    case budgetExhausted
    /// The lease is lost, or can't be renewed: nothing may be written any more.
    case failed(any Error)
}
