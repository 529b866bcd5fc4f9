public import OrchestratorModel

/// How an execution ended.
public struct ExecutionResult: Sendable, Hashable {
    /// The agent's exit status.
    public var exitStatus: Int?
    /// What the agent said it did.
    public var summary: String?
    /// Why it failed or was interrupted.
    public var errorMessage: String?
    /// The commit that is checked out now.
    public var headCommit: String?
    /// A digest of the uncommitted changes.
    public var changesDigest: String?
    /// Model and tokens.
    public var usage: Usage?
    /// What the agent printed, already durable.
    public var output: StoredFile?
    /// Whether it was interrupted because its worker hands the run back, or the run is to be paused.
    public var handedBack: Bool

    /// A result with the given values.
    public init(
        exitStatus: Int? = nil, summary: String? = nil, errorMessage: String? = nil, headCommit: String? = nil,
        changesDigest: String? = nil, usage: Usage? = nil, output: StoredFile? = nil, handedBack: Bool = false
    ) {
        self.exitStatus = exitStatus
        self.summary = summary
        self.errorMessage = errorMessage
        self.headCommit = headCommit
        self.changesDigest = changesDigest
        self.usage = usage
        self.output = output
        self.handedBack = handedBack
    }

    func check() throws {
        var validation = Validation()
        validation.text(summary, "summary")
        validation.text(errorMessage, "error_message")
        validation.name(headCommit, "head_commit")
        validation.name(changesDigest, "changes_digest")
        if let problem = (usage?.document).flatMap(UsageForm.problem) { validation.add("usage", problem) }
        try validation.check()
    }
}
