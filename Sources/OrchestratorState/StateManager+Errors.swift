internal import OrchestratorDatabase

extension StateManager {
    /// Whether an operation that failed in this way may succeed when it is tried again: others are at work, or the store is out of reach.
    package static func mayPass(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return error.kind == .busy || error.kind == .unavailable
    }
}
