import AgentOrchestrator

/// What a live view has read from the store.
struct LiveSnapshot: Hashable, Sendable {
    var title: String
    var run: String
    var status: Run.Status
    /// By number.
    var phases: [LivePhase]
    /// How long the run was being carried out, pauses left out.
    var active: Duration
    /// When all of this was so.
    var readAt: ContinuousClock.Instant
}
