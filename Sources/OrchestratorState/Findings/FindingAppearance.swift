public import OrchestratorModel

/// One report of a finding in its history: where it was reported, and what came of that report.
public struct FindingAppearance: Sendable, Hashable {
    /// The finding as it was reported.
    public let finding: Finding
    /// The run.
    public let runID: Run.ID
    /// The number of the phase.
    public let phaseNumber: Int
    /// The pass that reported it.
    public let passNumber: Int
    /// The pass whose checks no longer reported it; `nil` where it stands, or where a human marked it as resolved.
    public let fixedInPass: Int?
}
