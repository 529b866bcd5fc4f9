package import OrchestratorModel

extension RunDraft {
    /// A draft that the store accepts.
    ///
    /// - Parameter phases: How many phases; each depends on the one before.
    package static func sample(phases: Int = 2, title: String = "Add search to the dashboard", key: String? = nil) -> RunDraft {
        RunDraft(
            title: title, repositoryPath: "/srv/dashboard", branch: "main", labels: ["team": "web"],
            configuration: ["execution": ["max_retries": 3]], idempotencyKey: key,
            phases: (0..<phases).map { PhaseDraft.sample(number: $0 + 1, dependencies: $0 == 0 ? [] : [$0]) })
    }
}

extension PhaseDraft {
    /// A draft that the store accepts.
    package static func sample(number: Int = 1, dependencies: [Int] = []) -> PhaseDraft {
        PhaseDraft(
            title: "Phase \(number)", intent: "Full-text search over projects", size: .small,
            plan: Phase.Plan(files: ["src/search.py"], acceptanceCriteria: ["`search('x')` finds"], risks: ["slow"]),
            dependencies: dependencies, maxRetries: 2)
    }
}

extension FindingDraft {
    /// A draft that the store accepts.
    package static func sample(_ title: String = "test_search fails", severity: Severity = .major) -> FindingDraft {
        FindingDraft(
            severity: severity, category: .test, title: title, description: "It fails", evidence: "AssertionError", file: "tests/search.py",
            line: 14, rule: "test_search")
    }
}
