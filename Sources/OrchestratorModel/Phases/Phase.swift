/// One numbered step of a run.
public struct Phase: Hashable, Sendable, Codable {
    /// The identity of a phase.
    public typealias ID = Identifier<Phase>

    /// The identity.
    public let id: ID
    /// The run it belongs to.
    public let runID: Run.ID
    /// 1, 2, 3 …, unique in the run.
    public let number: Int
    /// What the phase is called, unique in a plan.
    public var title: String
    /// What the phase is to achieve.
    public var intent: String
    /// How much work it is.
    public var size: Size
    /// Where it stands.
    public var status: Status
    /// What the plan says of it.
    public var plan: Plan
    /// The numbers of the phases that must be completed or skipped before this one starts, ascending.
    public var dependencies: [Int]
    /// The agent that carries it out; `nil`: the configured one.
    public var agent: String?
    /// What the agent `shell` runs.
    public var script: String?
    /// The revision of the spec that the next execution uses; 0: the plan itself.
    public var specRevision: Int
    /// The branch of the phase in mode branch.
    public var branchName: String?
    /// How many passes followed a blocked one since the last answer of a human.
    public var retryCount: Int
    /// How many such passes there may be.
    public var maxRetries: Int
    /// When it was created.
    public var createdAt: Timestamp
    /// When it was started.
    public var startedAt: Timestamp?
    /// When it ended.
    public var completedAt: Timestamp?

    /// How much work a phase is.
    public enum Size: String, Hashable, Sendable, Codable, CaseIterable {
        /// Little.
        case small
        /// Some.
        case medium
        /// Much.
        case large
    }

    /// Where a phase stands.
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// Not started.
        case pending
        /// Being carried out.
        case inProgress = "in_progress"
        /// Verified.
        case completed
        /// Blocked after the last retry.
        case failed
        /// Left out by a human; counts as satisfied for those that depend on it.
        case skipped
    }

    /// Which status may follow which; a retry is the change from in progress to in progress.
    public static let transitions = TransitionTable<Status>([
        .pending: [.inProgress, .skipped],
        .inProgress: [.inProgress, .completed, .failed],
        .failed: [.inProgress, .skipped],
    ])

    /// A phase with the given values, as they are: nothing is checked.
    public init(
        id: ID, runID: Run.ID, number: Int, title: String, intent: String, size: Size, status: Status, plan: Plan, dependencies: [Int],
        agent: String? = nil, script: String? = nil, specRevision: Int, branchName: String? = nil, retryCount: Int, maxRetries: Int,
        createdAt: Timestamp, startedAt: Timestamp? = nil, completedAt: Timestamp? = nil
    ) {
        self.id = id
        self.runID = runID
        self.number = number
        self.title = title
        self.intent = intent
        self.size = size
        self.status = status
        self.plan = plan
        self.dependencies = dependencies
        self.agent = agent
        self.script = script
        self.specRevision = specRevision
        self.branchName = branchName
        self.retryCount = retryCount
        self.maxRetries = maxRetries
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.completedAt = completedAt
    }

    enum CodingKeys: String, CodingKey {
        case number, title, intent, size, status, plan, dependencies, agent, script
        case id = "phase_id"
        case runID = "run_id"
        case specRevision = "spec_revision"
        case branchName = "branch_name"
        case retryCount = "retry_count"
        case maxRetries = "max_retries"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }
}
