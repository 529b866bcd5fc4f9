public import OrchestratorModel

/// What verification says of an execution, and what follows from it.
public struct VerificationRecord: Sendable, Hashable {
    /// What was found.
    public var findings: [FindingDraft]
    /// Findings of earlier passes that are gone.
    public var resolved: [Finding.ID]
    /// What the gate says: passed or blocked.
    public var verdict: Execution.Verification
    /// What becomes of the phase.
    public var outcome: PhaseOutcome
    /// Logs and reports, already durable.
    public var files: [StoredFile]
    /// Where the checkout is now, where that is another place than when the agent ended: once the phase is committed.
    public var checkout: Checkout?

    /// Where a checkout is.
    public struct Checkout: Sendable, Hashable {
        /// The commit that is checked out.
        public var headCommit: String
        /// A digest of the uncommitted changes; `nil` where there are none.
        public var changesDigest: String?

        /// A place from its parts.
        public init(headCommit: String, changesDigest: String? = nil) {
            self.headCommit = headCommit
            self.changesDigest = changesDigest
        }
    }

    /// A record with the given values.
    public init(
        findings: [FindingDraft], resolved: [Finding.ID] = [], verdict: Execution.Verification, outcome: PhaseOutcome,
        files: [StoredFile] = [], checkout: Checkout? = nil
    ) {
        self.findings = findings
        self.resolved = resolved
        self.verdict = verdict
        self.outcome = outcome
        self.files = files
        self.checkout = checkout
    }

    func check() throws {
        try FindingDraft.check(findings)
        try outcome.check()
        var validation = Validation()
        validation.name(checkout?.headCommit, "head_commit")
        validation.name(checkout?.changesDigest, "changes_digest")
        try validation.check()
        guard verdict == .passed || verdict == .blocked else {
            throw StateError.invalid([Violation("verification", "must be passed or blocked")])
        }
        guard (verdict == .passed) == (outcome == .complete) else {
            throw StateError.invalid([Violation("outcome", "must be complete where verification passed, and only there")])
        }
    }
}

extension FindingDraft {
    /// Checks a report of findings.
    static func check(_ findings: [FindingDraft]) throws {
        var validation = Validation()
        if findings.count > Limits.findingsInReport { validation.add("findings", "are more than \(Limits.findingsInReport)") }
        for (index, finding) in findings.enumerated() {
            for violation in finding.violations { validation.add("findings[\(index)].\(violation.field)", violation.problem) }
        }
        try validation.check()
    }
}
