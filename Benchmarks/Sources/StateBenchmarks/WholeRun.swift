import AgentOrchestrator

/// The export of a run as JSON, as other programs call it.
enum WholeRun {
    static func export(_ id: Run.ID, of state: StateManager) async throws {
        guard let document = try await state.document(of: id, includingEvents: true) else { preconditionFailure("the run is there") }
        precondition(try !document.json().canonicalText.isEmpty)
    }
}
