/// What a phase is created from.
public struct PhaseDraft: Hashable, Sendable, Codable {
    /// What the phase is called.
    public var title: String
    /// What it is to achieve.
    public var intent: String
    /// How much work it is.
    public var size: Phase.Size
    /// Files, acceptance criteria, risks.
    public var plan: Phase.Plan
    /// The numbers (1, 2, 3 … by position in the run) of the phases that come before.
    public var dependencies: [Int]
    /// The agent; `nil`: the configured one.
    public var agent: String?
    /// What the agent `shell` runs.
    public var script: String?
    /// How many passes may follow a blocked one.
    public var maxRetries: Int

    /// A draft with the given values.
    public init(
        title: String, intent: String, size: Phase.Size = .medium, plan: Phase.Plan = Phase.Plan(), dependencies: [Int] = [],
        agent: String? = nil, script: String? = nil, maxRetries: Int = 3
    ) {
        self.title = title
        self.intent = intent
        self.size = size
        self.plan = plan
        self.dependencies = dependencies
        self.agent = agent
        self.script = script
        self.maxRetries = maxRetries
    }

    /// Everything that is wrong with the draft as the phase of that number.
    package func violations(number: Int, of count: Int) -> [Violation] {
        var validation = Validation()
        validation.title(title, "title")
        if intent.allSatisfy(\.isWhitespace) { validation.add("intent", "must not be empty") }
        validation.text(intent, "intent")
        validation.name(agent, "agent")
        validation.name(script, "script")
        validation.notNegative(maxRetries, "max_retries")
        for text in plan.files + plan.acceptanceCriteria + plan.risks { validation.text(text, "plan") }
        for dependency in dependencies where !(1...max(count, 1)).contains(dependency) || dependency == number {
            validation.add("dependencies", "name phase \(dependency), which is not another phase of the run")
        }
        return validation.violations
    }
}
