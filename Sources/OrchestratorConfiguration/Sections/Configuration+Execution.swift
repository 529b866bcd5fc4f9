public import OrchestratorModel

extension Configuration {
    /// How phases are carried out.
    public struct Execution: Sendable {
        /// How many passes may follow a blocked one.
        public var maxRetries = 3
        /// The pause before the next pass.
        public var retryDelay = Duration.seconds(5)
        /// Where commits go.
        public var mode = OrchestratorModel.Execution.Mode.direct
        /// What the names of phase branches begin with.
        public var branchPrefix = "orchestrator/"
        /// Whether the branch of a failed phase is deleted.
        public var deleteFailedBranches = false
        /// The agent of phases that name none.
        public var agent = "shell"
        /// How long an agent may take.
        public var timeout = Duration.seconds(30 * 60)
        /// After how many passes without progress a run pauses; 0: never.
        public var stalledPasses = 0
        /// What a run may use up.
        public var budget = Budget()

        static let schema = Section<Self>([
            .key(
                "max_retries", \.maxRetries, .integer(atLeast: 1),
                "How many passes may follow a blocked one; then the run pauses and asks. A phase gets one pass and this many retries.",
                old: [OldName("max_retries")]),
            .key("retry_delay", \.retryDelay, .seconds, "The pause before the next pass.", old: [OldName("retry_delay")]),
            .key(
                "mode", \.mode, .oneOf(OrchestratorModel.Execution.Mode.self),
                "`direct`: the agent works on the branch of the run. `branch`: each phase gets a branch, merged back when it is completed.",
                old: [OldName("execution.copilot_mode"), OldName("copilot_mode")]),
            .key(
                "branch_prefix", \.branchPrefix, .anyText, "What the names of phase branches begin with.", old: [OldName("branch_prefix")]),
            .key("delete_failed_branches", \.deleteFailedBranches, .bool, "Whether the branch of a failed phase is deleted."),
            .key("agent", \.agent, .word, "The agent of phases that name none: one of the names in `agents`."),
            .key("timeout", \.timeout, .positiveDuration, "How long an agent may take, unless it has a timeout of its own."),
            .key(
                "stalled_passes", \.stalledPasses, .integer(atLeast: 0),
                "After how many passes in a row that fixed nothing, or only came back to earlier findings, the run pauses and asks; 0: never."),
            .section("budget", \.budget, Budget.schema, "What a run may use up before it pauses and asks."),
        ])
    }

    /// What a run may use up.
    public struct Budget: Sendable {
        /// How long a run may take, pauses not counted; `nil`: as long as it takes.
        public var maxDuration: Duration?

        static let schema = Section<Self>([
            .key(
                "max_duration", \.maxDuration, .positiveDuration,
                "How long a run may take; then it pauses with the reason budget_exhausted."
            )
            .example("8h")
        ])
    }
}

extension SeverityCounts {
    /// The keys of `findings_thresholds`.
    static let schema = Section<Self>([
        .key("major", \.major, .integer(atLeast: 0), "How many unresolved findings of severity major let a phase through."),
        .key("medium", \.medium, .integer(atLeast: 0), "How many unresolved findings of severity medium let a phase through."),
        .key("minor", \.minor, .integer(atLeast: 0), "How many unresolved findings of severity minor let a phase through."),
    ])
}

extension OrchestratorModel.Execution.Mode: SettingChoice {}
extension Severity: SettingChoice {}
