extension Configuration {
    /// A command that carries out phases.
    public struct Agent: Sendable, Hashable {
        /// Program and arguments; empty for `shell`, which runs the phase's script.
        public var command: [String]
        /// How it gets the prompt.
        public var prompt: PromptDelivery
        /// How long it may take; `nil`: `execution.timeout`.
        public var timeout: Duration?
        /// The variables it inherits; empty: all but those of the orchestrator itself.
        public var environment: [String] = []
        /// What it prints.
        public var output: AgentOutput
        /// Bytes of output that are kept.
        public var maxOutputSize = 10 << 20

        /// An agent with the given values.
        public init(command: [String] = [], prompt: PromptDelivery = .stdin, output: AgentOutput = .text) {
            self.command = command
            self.prompt = prompt
            self.output = output
        }

        static let schema = Section<Self>([
            .list(
                "command", \.command, .anyText,
                "Program and arguments, run without a shell. Only `shell` has none: it runs the phase's `script`."),
            .key(
                "prompt", \.prompt, .oneOf(PromptDelivery.self),
                "How it gets the prompt: on standard input, or as the last argument, either the path of a `file` or the text itself (`argument`)."
            ),
            .key(
                "timeout", \.timeout, .positiveSeconds, "How long it may take. Absent: `execution.timeout`.",
                old: [OldName("copilot.timeout")]),
            .list(
                "environment", \.environment, .word,
                "The variables it inherits, besides PATH, HOME, LANG and TMPDIR. Empty: all but those that begin with ORCHESTRATOR__."),
            .key(
                "output", \.output, .oneOf(AgentOutput.self), "What it prints: `text`, or `json` that tells its summary and what it used."),
            .key(
                "max_output_size", \.maxOutputSize, .size, "How much of its output is kept; of more, the head and the tail.",
                old: [OldName("copilot.max_output_size_mb", conversion: .mebibytes)]),
        ])

        /// The agents that need no configuration: each tool's own way to work without asking.
        public static let builtIn: [String: Agent] = [
            "shell": Agent(),
            "copilot": Agent(command: ["copilot", "--allow-all-tools", "--no-color", "-p"], prompt: .argument),
            "claude": Agent(command: ["claude", "--print", "--output-format", "json", "--permission-mode", "acceptEdits"], output: .json),
            "codex": Agent(command: ["codex", "exec", "--sandbox", "workspace-write", "--color", "never", "-"]),
            "gemini": Agent(command: ["gemini", "--approval-mode", "auto_edit"]),
            "aider": Agent(
                command: [
                    "aider", "--yes-always", "--no-auto-commits", "--no-pretty", "--no-stream", "--no-check-update", "--message-file",
                ],
                prompt: .file),
            "opencode": Agent(command: ["opencode", "run"], prompt: .argument),
        ]
    }

    /// How an agent gets the prompt.
    public enum PromptDelivery: String, Sendable, Hashable, CaseIterable {
        /// On standard input.
        case stdin
        /// The path of a file that holds it is the last argument.
        case file
        /// The text is the last argument.
        case argument
    }

    /// What an agent prints.
    public enum AgentOutput: String, Sendable, Hashable, CaseIterable {
        /// Text for people.
        case text
        /// JSON that tells its summary and what it used.
        case json
    }
}

extension Configuration.PromptDelivery: SettingChoice {}
extension Configuration.AgentOutput: SettingChoice {}
