import AgentOrchestrator

/// The export of a run as JSON, as other programs call it.
enum WholeRun {
    static func export(_ id: Run.ID, of state: StateManager) async throws {
        var bytes = 0
        try await state.exportJSON(of: id) { bytes += $0.count }
        precondition(bytes > 0)
    }
}
