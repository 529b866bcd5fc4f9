/// How much was verified, and how much of it was wrong.
public struct IntegrityReport: Sendable, Hashable {
    /// Runs whose history was walked.
    public internal(set) var runs = 0
    /// Events whose links were recomputed.
    public internal(set) var events = 0
    /// Rows that were compared with what events tell.
    public internal(set) var rows = 0
    /// Files whose content was hashed.
    public internal(set) var artifacts = 0
    /// Problems that were told.
    public internal(set) var problems = 0
}
