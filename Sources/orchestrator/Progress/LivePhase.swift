import AgentOrchestrator

/// A phase as a live view shows it.
struct LivePhase: Hashable, Sendable {
    var number: Int
    var title: String
    var status: Phase.Status
    /// How many passes were begun.
    var passes = 0
    /// Those of the last verified pass that are not resolved.
    var findings = SeverityCounts()
    /// How long it was being carried out, pauses left out; `nil` where it never was.
    var active: Duration?

    var isEnded: Bool { status == .completed || status == .skipped }
}
