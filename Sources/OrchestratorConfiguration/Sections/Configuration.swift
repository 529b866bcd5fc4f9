public import OrchestratorModel

/// The effective configuration: typed sections, everything filled in, paths absolute.
///
/// A new value holds the defaults that need no project; ``load(_:)`` gives what applies to one.
public struct Configuration: Sendable {
    /// How phases are carried out.
    public var execution = Execution()
    /// How many unresolved findings of each severity let a phase through.
    public var findingsThresholds = SeverityCounts(major: 0, medium: 0, minor: 5)
    /// The checks after each execution.
    public var verification = Verification()
    /// Retrieval over the repository.
    public var rag = Retrieval()
    /// What is done with git.
    public var git = Git()
    /// Where evidence is kept, and how long.
    public var artifacts = Artifacts()
    /// The log.
    public var logging = Logging()
    /// The store.
    public var state = State()
    /// The language model of the orchestrator itself.
    public var llm = LanguageModel()
    /// The agents by name, the built-in ones included.
    public var agents: [String: Agent] = Agent.builtIn
    /// The models file; `nil`: none.
    public var modelsPath: String?
    /// What the models file and the section `models` say.
    public var models = Models()
    /// Parameters for single models.
    public var modelOverrides = ModelOverrides()

    /// The defaults, with paths relative.
    public init() {}
}

extension Configuration {
    static let schema = Section<Configuration>([
        .section(
            "execution", \.execution, Execution.schema,
            "How phases are carried out."),
        .section(
            "findings_thresholds", \.findingsThresholds, SeverityCounts.schema,
            "A phase is blocked when there are more unresolved findings of a severity than this.",
            old: [OldName("verification.findings_thresholds")]),
        .section(
            "verification", \.verification, Verification.schema,
            "The checks after each execution. A check without a command is skipped with a notice."),
        .section("rag", \.rag, Retrieval.schema, "Retrieval over the repository.").unread,
        .section("git", \.git, Git.schema, "What is done with git."),
        .section("artifacts", \.artifacts, Artifacts.schema, "Where evidence is kept, and how long."),
        .section("logging", \.logging, Logging.schema, "The log."),
        .section("state", \.state, State.schema, "The store of runs."),
        .section("llm", \.llm, LanguageModel.schema, "The language model of the orchestrator itself.").unread,
        .dictionary(
            "agents", \.agents, of: Agent.schema, naming: "the name of an agent", entry: { Agent() },
            "The commands that carry out phases, by name. Built in are \(Agent.builtIn.keys.sorted().joined(separator: ", ")); what is said of one of these changes it."
        ).example("reviewer:", "  command: [my-agent, --batch]", "  prompt: stdin", "  timeout: 20m"),
        .optionalPath(
            "models_path", \.modelsPath, .file, "The models file. Where nothing is said it is `config/models.yaml`, if that exists."),
        .section("models", \.models, Models.schema, "What may also stand in the models file, and wins over it.").unread,
        .overrides("model_overrides", \.modelOverrides, "Parameters for single models, by the model's name.")
            .example("planner_temperature: 0.3", "\"qwen2.5-coder:14b\":", "  num_ctx: 16384").unread,
    ])
}
