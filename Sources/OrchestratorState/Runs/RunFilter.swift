public import OrchestratorModel

/// Which runs to list. What is `nil` does not restrict.
public struct RunFilter: Sendable, Hashable {
    /// In one of these statuses.
    public var statuses: [Run.Status]?
    /// On that repository.
    public var repositoryPath: String?
    /// On that branch.
    public var branch: String?
    /// With these labels.
    public var labels: [String: String]
    /// With all these words, in any case: in the titles of the run and its phases, in findings (title, description, file, rule) or in the notes
    /// of answers. Words are compared whole.
    public var text: String?
    /// Created then, or later.
    public var createdSince: Timestamp?
    /// Created earlier.
    public var createdBefore: Timestamp?
    /// At most that many, from 1 to 1000.
    public var limit: Int
    /// Older than this run: the `next` of the page before.
    public var after: Run.ID?

    /// A filter with the given values.
    public init(
        statuses: [Run.Status]? = nil, repositoryPath: String? = nil, branch: String? = nil, labels: [String: String] = [:],
        text: String? = nil, createdSince: Timestamp? = nil, createdBefore: Timestamp? = nil, limit: Int = 50, after: Run.ID? = nil
    ) {
        self.statuses = statuses
        self.repositoryPath = repositoryPath
        self.branch = branch
        self.labels = labels
        self.text = text
        self.createdSince = createdSince
        self.createdBefore = createdBefore
        self.limit = limit
        self.after = after
    }

    func check() throws {
        guard (1...1000).contains(limit) else { throw StateError.invalid([Violation("limit", "must be from 1 to 1000")]) }
    }
}
