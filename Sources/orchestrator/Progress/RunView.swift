import AgentOrchestrator

/// Shows a run while it is carried out. It is driven by one task: nothing here has to be safe against others.
protocol RunView: Sendable {
    /// Shows something that goes on.
    mutating func show(_ activity: Activity) async

    /// Called a few times a second, for what changes by itself.
    mutating func tick() async

    /// Called once at the end, whatever happened.
    mutating func finish() async
}

extension RunView {
    mutating func tick() async {}
    mutating func finish() async {}
}
