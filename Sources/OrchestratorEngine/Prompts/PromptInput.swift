package import OrchestratorModel

/// What a prompt is built from.
package struct PromptInput: Sendable {
    /// What the run is about.
    package var runTitle: String
    /// The phase.
    package var phase: Phase
    /// How many phases the run has.
    package var phaseCount: Int
    /// The pass that begins.
    package var passNumber: Int
    /// The text of the spec's revision; `nil`: the plan itself is the spec.
    package var spec: String?
    /// The findings of earlier passes that are not resolved, of any length.
    package var findings: [Finding]
    /// What a human answered to the last question, where this pass follows an answer.
    package var notes: String?
    /// Whether the changes are committed after the pass, so that the agent is told to leave that alone.
    package var commitsAutomatically: Bool

    package init(
        runTitle: String, phase: Phase, phaseCount: Int, passNumber: Int, spec: String? = nil, findings: [Finding] = [],
        notes: String? = nil, commitsAutomatically: Bool = false
    ) {
        self.runTitle = runTitle
        self.phase = phase
        self.phaseCount = phaseCount
        self.passNumber = passNumber
        self.spec = spec
        self.findings = findings
        self.notes = notes
        self.commitsAutomatically = commitsAutomatically
    }
}
