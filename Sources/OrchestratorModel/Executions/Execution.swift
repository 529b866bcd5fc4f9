/// One attempt ("pass") at a phase by an agent.
public struct Execution: Hashable, Sendable, Codable {
    /// The identity of an execution.
    public typealias ID = Identifier<Execution>

    /// The identity.
    public let id: ID
    /// The phase it is a pass at.
    public let phaseID: Phase.ID
    /// 1, 2, 3 …, unique in the phase.
    public let passNumber: Int
    /// Where it stands.
    public var status: Status
    /// What the checks said of it.
    public var verification: Verification
    /// Where its commits go.
    public var mode: Mode
    /// The agent that carries it out.
    public var agent: String
    /// The revision of the spec that it was given.
    public var specRevision: Int
    /// The epoch of the lease under which it was created; 0: made by hand.
    public var leaseEpoch: Int
    /// What the agent was told.
    public var promptArtifactID: Artifact.ID?
    /// What the agent printed.
    public var outputArtifactID: Artifact.ID?
    /// What the agent said it did.
    public var summary: String?
    /// The agent's exit status; a signal `n` counts as `128 + n`.
    public var exitStatus: Int?
    /// Why it failed or was interrupted.
    public var errorMessage: String?
    /// The commit that was checked out when it started.
    public var baseCommit: String?
    /// The commit that was checked out when it ended; once its phase is committed, the commit that holds its work.
    public var headCommit: String?
    /// The directory it worked in, where that is not the repository.
    public var worktree: String?
    /// SHA-256 over the uncommitted changes when it ended.
    public var changesDigest: String?
    /// Model and tokens, where the agent tells.
    public var usage: Usage?
    /// When it started.
    public var startedAt: Timestamp
    /// When the agent ended.
    public var completedAt: Timestamp?
    /// Whether it was interrupted because its worker handed the run back, or somebody paused the run, which says nothing of the phase.
    public var handedBack: Bool

    /// Where an execution stands.
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// The agent works.
        case running
        /// The agent ended well.
        case completed
        /// The agent could not be started, ended badly, or took too long.
        case failed
        /// It was stopped from outside: a signal, a crash, a request.
        case interrupted
    }

    /// Which status may follow which.
    public static let transitions = TransitionTable<Status>([.running: [.completed, .failed, .interrupted]])

    /// What the checks said.
    public enum Verification: String, Hashable, Sendable, Codable, CaseIterable {
        /// They have not ended yet.
        case pending
        /// The gate let the result through.
        case passed
        /// There were more findings than the thresholds allow.
        case blocked
        /// They were not run, since the agent failed or was interrupted.
        case notRun = "not_run"
    }

    /// Where the commits of a phase go.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// The branch of the run.
        case direct
        /// A branch for each phase, merged back when the phase is completed.
        case branch
    }

    /// An execution with the given values, as they are: nothing is checked.
    public init(
        id: ID, phaseID: Phase.ID, passNumber: Int, status: Status, verification: Verification, mode: Mode, agent: String,
        specRevision: Int, leaseEpoch: Int, promptArtifactID: Artifact.ID? = nil, outputArtifactID: Artifact.ID? = nil,
        summary: String? = nil, exitStatus: Int? = nil, errorMessage: String? = nil, baseCommit: String? = nil,
        headCommit: String? = nil, worktree: String? = nil, changesDigest: String? = nil, usage: Usage? = nil, startedAt: Timestamp,
        completedAt: Timestamp? = nil, handedBack: Bool = false
    ) {
        self.id = id
        self.phaseID = phaseID
        self.passNumber = passNumber
        self.status = status
        self.verification = verification
        self.mode = mode
        self.agent = agent
        self.specRevision = specRevision
        self.leaseEpoch = leaseEpoch
        self.promptArtifactID = promptArtifactID
        self.outputArtifactID = outputArtifactID
        self.summary = summary
        self.exitStatus = exitStatus
        self.errorMessage = errorMessage
        self.baseCommit = baseCommit
        self.headCommit = headCommit
        self.worktree = worktree
        self.changesDigest = changesDigest
        self.usage = usage
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.handedBack = handedBack
    }

    enum CodingKeys: String, CodingKey {
        case status, verification, mode, agent, summary, worktree, usage
        case id = "execution_id"
        case phaseID = "phase_id"
        case passNumber = "pass_number"
        case specRevision = "spec_revision"
        case leaseEpoch = "lease_epoch"
        case promptArtifactID = "prompt_artifact_id"
        case outputArtifactID = "output_artifact_id"
        case exitStatus = "exit_status"
        case errorMessage = "error_message"
        case baseCommit = "base_commit"
        case headCommit = "head_commit"
        case changesDigest = "changes_digest"
        case startedAt = "started_at"
        case completedAt = "completed_at"
        case handedBack = "handed_back"
    }
}
