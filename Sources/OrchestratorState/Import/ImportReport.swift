public import OrchestratorModel

/// What an import wrote, or would write.
public struct ImportReport: Hashable, Sendable {
    /// The run.
    public internal(set) var run: Run
    /// How many rows of each entity.
    public internal(set) var counts: [EntityKind: Int] = [:]
    /// Whether the document was written by the Python Agent Orchestrator.
    public internal(set) var isLegacy = false
    /// What is to be said of such a document: the zone of its times, and what could not be kept as it was, a line each.
    public internal(set) var notes: [String] = []

    init(run: Run) {
        self.run = run
    }
}
