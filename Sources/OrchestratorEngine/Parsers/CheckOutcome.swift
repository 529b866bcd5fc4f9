package import OrchestratorModel

/// What a check found.
package struct CheckOutcome: Hashable, Sendable {
    /// The findings; empty when the check passed.
    package var findings: [FindingDraft]
    /// Whether they are all there are, so that an earlier finding of the check that is not among them is gone.
    package var isComplete: Bool

    package init(findings: [FindingDraft], isComplete: Bool) {
        self.findings = findings
        self.isComplete = isComplete
    }
}
