import AgentOrchestrator

/// A file that `init` writes.
struct Template {
    let path: String
    let text: String
    /// Whether lines that are missing are added to a file that is there.
    var isAppended = false

    func missingLines(in known: String) -> [String] {
        let lines = Set(known.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) })
        return text.split(separator: "\n").filter { !lines.contains($0) }.map(String.init)
    }

    /// Where the store and the logs are, and settings of one person.
    static let ignoredPaths = Template(path: ".gitignore", text: "/data/\n/config/*.local.yaml\n", isAppended: true)

    /// What editors complete and check the configuration with.
    static let schema = Template(
        path: "config/orchestrator-config.schema.json", text: GeneratedFiles.schema.prettyText + "\n")

    /// The settings that most projects change.
    static func configuration(_ tools: DetectedTools) -> Template {
        Template(
            path: "config/orchestrator-config.yaml",
            text: """
                # yaml-language-server: $schema=./orchestrator-config.schema.json
                #
                # What most projects change; 'orchestrator config show' prints everything that applies, 'orchestrator config explain KEY'
                # explains a key.
                # A file beside this one, orchestrator-config.local.yaml, is for settings of your own.

                execution:
                  # Who carries out phases that name no agent: shell (runs the phase's 'script'), copilot, claude, codex, gemini, aider,
                  # opencode, or one of your own under 'agents'.
                  agent: \(tools.agent ?? "shell")
                  # After a first pass that is blocked there are this many more, then you are asked.
                  max_retries: 3
                  # What an agent may take for one pass.
                  timeout: 30m

                # What must hold after each pass. A check without a command is left out.
                verification:
                  build:
                \(command(tools.build, example: "make build"))
                    timeout: 5m
                  test:
                \(command(tools.test, example: "make test"))
                    timeout: 10m
                  lint:
                \(command(tools.lint, example: "make lint"))
                    timeout: 2m

                # A phase gets another pass when it has more unresolved findings than this.
                findings_thresholds:
                  major: 0
                  medium: 0
                  minor: 5

                git:
                  # One commit for each phase that is completed.
                  auto_commit: false
                  # Fetch and fast-forward the branch before a run begins.
                  auto_pull: true

                # An agent of your own is any command; it gets the prompt on standard input.
                # agents:
                #   mine:
                #     command: [my-agent, --non-interactive]

                """)
    }

    private static func command(_ command: String?, example: String) -> String {
        command.map { "    command: \($0)" } ?? "    # command: \(example)"
    }

    /// Two phases to change.
    static func plan(_ tools: DetectedTools) -> Template {
        let script = tools.agent == nil ? "\n    script: echo 'put here what carries out this phase'" : ""
        return Template(
            path: "plan.yaml",
            text: """
                # An example: change it into what you want done, then 'orchestrator plan check plan.yaml'.
                title: Describe your work in one line
                phases:
                  - title: First step
                    intent: |
                      What is to be true when this step is done, in as many lines as it takes.
                    size: small                 # small | medium | large
                    files: []                   # what it is about, relative to the repository
                    acceptance_criteria: ["the tests pass"]\(script)

                  - title: Second step
                    intent: What comes after it.
                    size: medium
                    dependencies: [First step]  # left out: the phase before
                    max_retries: 2\(script)

                """)
    }
}
