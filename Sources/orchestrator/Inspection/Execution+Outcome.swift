import AgentOrchestrator

extension Execution {
    /// What came of the pass, in one word.
    var outcome: String {
        switch (status, verification) {
        case (.completed, .pending): "unverified"
        case (.completed, .notRun): "completed"
        case (.completed, let verification): verification.rawValue
        case (let status, _): status.rawValue
        }
    }
}
