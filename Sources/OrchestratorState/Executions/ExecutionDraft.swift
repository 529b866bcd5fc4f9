public import OrchestratorModel

/// What an execution is started with.
public struct ExecutionDraft: Sendable, Hashable {
    /// The identity, chosen beforehand so that files and processes can carry it.
    public var id: Execution.ID
    /// The agent that carries it out.
    public var agent: String
    /// Where its commits go.
    public var mode: Execution.Mode
    /// The commit that is checked out.
    public var baseCommit: String?
    /// The directory it works in, where that is not the repository.
    public var worktree: String?
    /// What the agent is told, already durable.
    public var prompt: StoredFile?
    /// The revision of the spec that the prompt was made with; `nil`: the one that holds.
    public var specRevision: Int?

    /// A draft with the given values.
    public init(
        id: Execution.ID, agent: String, mode: Execution.Mode = .direct, baseCommit: String? = nil, worktree: String? = nil,
        prompt: StoredFile? = nil, specRevision: Int? = nil
    ) {
        self.id = id
        self.agent = agent
        self.mode = mode
        self.baseCommit = baseCommit
        self.worktree = worktree
        self.prompt = prompt
        self.specRevision = specRevision
    }

    func check() throws {
        var validation = Validation()
        validation.name(agent, "agent")
        validation.name(baseCommit, "base_commit")
        validation.name(worktree, "worktree")
        try validation.check()
    }
}
