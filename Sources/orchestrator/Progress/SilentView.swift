import AgentOrchestrator

/// Shows nothing.
struct SilentView: RunView {
    mutating func show(_ activity: Activity) async {}
}
