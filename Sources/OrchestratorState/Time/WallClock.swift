public import OrchestratorModel

/// Tells what time it is.
public protocol WallClock: Sendable {
    /// The present moment.
    var now: Timestamp { get }
}
