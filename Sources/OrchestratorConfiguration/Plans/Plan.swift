public import OrchestratorModel

/// A piece of work split into phases, checked whole.
public struct Plan: Sendable {
    /// What the work is about.
    public let title: String
    /// The absolute path of the repository, or its URL.
    public let repository: String
    /// The branch to work on; `nil`: the one checked out.
    public let branch: String?
    /// A document that describes the work, relative to the repository.
    public let documentation: String?
    /// The phases in order, their dependencies resolved to numbers; no circle among them.
    public let phases: [PhaseDraft]
    /// The file as it was read, without a byte order mark.
    public let text: String
}
