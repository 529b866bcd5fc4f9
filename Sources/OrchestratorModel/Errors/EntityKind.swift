/// The entities of the store, by the word used for them everywhere.
public enum EntityKind: String, Hashable, Sendable, CaseIterable, Codable, CustomStringConvertible {
    /// One piece of work on a repository.
    case run
    /// One step of a run.
    case phase
    /// One pass at a phase.
    case execution
    /// What verification found.
    case finding
    /// A file kept as evidence.
    case artifact
    /// A question put to a human.
    case intervention
    /// One version of what a phase is to do.
    case specRevision = "spec_revision"
    /// One line of the history.
    case event

    /// The word for a person: `spec revision` with a space.
    public var description: String { self == .specRevision ? "spec revision" : rawValue }
}
