/// One piece of work on one repository and branch.
public struct Run: Hashable, Sendable, Codable {
    /// The identity of a run.
    public typealias ID = Identifier<Run>

    /// The identity.
    public let id: ID
    /// Where the run stands.
    public var status: Status
    /// What the run is about, at most ``Limits/title`` characters.
    public var title: String
    /// The absolute path of the checkout, or a URL.
    public var repositoryPath: String
    /// The branch that the run works on.
    public var branch: String
    /// A document that describes the work, relative to the repository.
    public var documentationPath: String?
    /// Free key → value pairs to find the run by.
    public var labels: [String: String]
    /// SHA-256 of the canonical text of the configuration that the run goes by, hexadecimal. The configuration itself is read apart.
    public var configurationFingerprint: String
    /// How many phases there are.
    public var totalPhases: Int
    /// How many of them are completed.
    public var completedPhases: Int
    /// The phase that was started last.
    public var currentPhaseID: Phase.ID?
    /// Why the run failed.
    public var errorMessage: String?
    /// Why the run is paused.
    public var pauseReason: ManualIntervention.Reason?
    /// The run this one was forked from; it may be absent from the store.
    public var parentRunID: ID?
    /// The event of the parent at which it was forked.
    public var parentEvent: Int?
    /// Unique among runs; the same key and plan give back the same run.
    public var idempotencyKey: String?
    /// Digest of what the run was created from, to compare under one idempotency key.
    public var draftDigest: String
    /// Higher goes first.
    public var priority: Int
    /// What the holder of the lease was asked to do.
    public var stopRequested: StopRequest
    /// How many leases there have been.
    public var leaseEpoch: Int
    /// The nonce of the worker that holds the lease.
    public var leaseOwner: String?
    /// The process that holds the lease.
    public var leaseHolder: LeaseHolder?
    /// When the lease runs out if it is not renewed.
    public var leaseExpiresAt: Timestamp?
    /// The number of the last event.
    public var lastEvent: Int
    /// The hash of the last event, hexadecimal.
    public var lastEventHash: String
    /// When the run was created.
    public var createdAt: Timestamp
    /// When anything of the run changed last.
    public var updatedAt: Timestamp
    /// When the first phase was started.
    public var startedAt: Timestamp?
    /// When the run ended.
    public var completedAt: Timestamp?

    /// A run with the given values, as they are: nothing is checked.
    public init(
        id: ID, status: Status, title: String, repositoryPath: String, branch: String, documentationPath: String? = nil,
        labels: [String: String], configurationFingerprint: String, totalPhases: Int, completedPhases: Int,
        currentPhaseID: Phase.ID? = nil, errorMessage: String? = nil, pauseReason: ManualIntervention.Reason? = nil,
        parentRunID: ID? = nil, parentEvent: Int? = nil, idempotencyKey: String? = nil, draftDigest: String, priority: Int,
        stopRequested: StopRequest, leaseEpoch: Int, leaseOwner: String? = nil, leaseHolder: LeaseHolder? = nil,
        leaseExpiresAt: Timestamp? = nil, lastEvent: Int, lastEventHash: String, createdAt: Timestamp, updatedAt: Timestamp,
        startedAt: Timestamp? = nil, completedAt: Timestamp? = nil
    ) {
        self.id = id
        self.status = status
        self.title = title
        self.repositoryPath = repositoryPath
        self.branch = branch
        self.documentationPath = documentationPath
        self.labels = labels
        self.configurationFingerprint = configurationFingerprint
        self.totalPhases = totalPhases
        self.completedPhases = completedPhases
        self.currentPhaseID = currentPhaseID
        self.errorMessage = errorMessage
        self.pauseReason = pauseReason
        self.parentRunID = parentRunID
        self.parentEvent = parentEvent
        self.idempotencyKey = idempotencyKey
        self.draftDigest = draftDigest
        self.priority = priority
        self.stopRequested = stopRequested
        self.leaseEpoch = leaseEpoch
        self.leaseOwner = leaseOwner
        self.leaseHolder = leaseHolder
        self.leaseExpiresAt = leaseExpiresAt
        self.lastEvent = lastEvent
        self.lastEventHash = lastEventHash
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.startedAt = startedAt
        self.completedAt = completedAt
    }

    enum CodingKeys: String, CodingKey {
        case status, title, branch, labels, priority
        case id = "run_id"
        case repositoryPath = "repository_path"
        case documentationPath = "documentation_path"
        case configurationFingerprint = "configuration_fingerprint"
        case totalPhases = "total_phases"
        case completedPhases = "completed_phases"
        case currentPhaseID = "current_phase_id"
        case errorMessage = "error_message"
        case pauseReason = "pause_reason"
        case parentRunID = "parent_run_id"
        case parentEvent = "parent_event"
        case idempotencyKey = "idempotency_key"
        case draftDigest = "draft_digest"
        case stopRequested = "stop_requested"
        case leaseEpoch = "lease_epoch"
        case leaseOwner = "lease_owner"
        case leaseHolder = "lease_holder"
        case leaseExpiresAt = "lease_expires_at"
        case lastEvent = "last_event"
        case lastEventHash = "last_event_hash"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }
}
