import OrchestratorModel

extension Timestamp {
    static let sample = Timestamp(microsecondsSinceEpoch: 1_795_370_633_000_000)
}

extension Phase {
    static func sample(number: Int = 1, title: String = "Backend", intent: String = "Search", plan: Plan = Plan()) -> Phase {
        Phase(
            id: ID(at: .sample), runID: Run.ID(at: .sample), number: number, title: title, intent: intent, size: .small,
            status: .inProgress,
            plan: plan, dependencies: [], specRevision: 0, retryCount: 0, maxRetries: 3, createdAt: .sample)
    }
}

extension Finding {
    static func sample(_ title: String, severity: Severity = .medium, description: String = "", evidence: String = "") -> Finding {
        Finding(
            id: ID(at: .sample), executionID: Execution.ID(at: .sample), severity: severity, category: .test, title: title,
            description: description, evidence: evidence, file: "a.py", line: 7, rule: "r", fingerprint: "f", ordinal: 1, check: "test",
            resolved: false, createdAt: .sample)
    }
}
