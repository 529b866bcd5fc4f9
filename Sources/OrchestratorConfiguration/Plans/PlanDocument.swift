import OrchestratorModel

/// A plan as it is written, before its names are resolved.
struct PlanDocument: Sendable {
    var title = ""
    var repository: String?
    var branch: String?
    var documentation: String?
    var phases: [Step] = []

    struct Step: Sendable {
        var title = ""
        var intent = ""
        var size = Phase.Size.medium
        var files: [String] = []
        var acceptanceCriteria: [String] = []
        /// Titles or numbers; `nil`: the phase before.
        var dependencies: [String]?
        var risks: [String] = []
        var agent: String?
        var script: String?
        var maxRetries: Int?

        static let schema = Section<Self>([
            .key("title", \.title, .word, "What the phase is called, unique in the plan.", isRequired: true),
            .key("intent", \.intent, .word, "What it is to achieve.", isRequired: true),
            .key("size", \.size, .oneOf(Phase.Size.self), "How much work it is."),
            .list("files", \.files, .word, "The files that it is about, relative to the repository."),
            .list("acceptance_criteria", \.acceptanceCriteria, .word, "What must be true when it is done."),
            .optionalList(
                "dependencies", \.dependencies, .word, "Titles or numbers of the phases that come before. Absent: the phase before."),
            .list("risks", \.risks, .word, "What may go wrong."),
            .key("agent", \.agent, .word, "Who carries it out. Absent: `execution.agent`."),
            .key("script", \.script, .word, "What the agent `shell` runs."),
            .key(
                "max_retries", \.maxRetries, .integer(atLeast: 0),
                "How many passes may follow a blocked one. Absent: `execution.max_retries`."),
        ])
    }

    static let schema = Section<Self>([
        .key("title", \.title, .word, "What the work is about.", isRequired: true),
        .key("repository", \.repository, .path(.directory), "The repository: a directory, or a URL that is cloned. Absent: the project directory."),
        .key("branch", \.branch, .word, "The branch to work on. Absent: the one checked out."),
        .key("documentation", \.documentation, .word, "A document that describes the work, relative to the repository."),
        .list("phases", \.phases, of: Step.schema, entry: { Step() }, "The phases, in order."),
    ])
}

extension Phase.Size: SettingChoice {}
