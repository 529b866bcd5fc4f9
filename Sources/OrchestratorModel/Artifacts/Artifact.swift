/// A file kept as evidence.
public struct Artifact: Hashable, Sendable, Codable {
    /// The identity of an artifact.
    public typealias ID = Identifier<Artifact>

    /// The identity.
    public let id: ID
    /// The run it belongs to.
    public let runID: Run.ID
    /// The phase, where it belongs to one.
    public let phaseID: Phase.ID?
    /// The execution, where it belongs to one.
    public let executionID: Execution.ID?
    /// What it is.
    public var type: Kind
    /// Where it is, relative to the directory of artifacts.
    public var path: String
    /// SHA-256 of the content, hexadecimal; `nil` where it was never known.
    public var sha256: String?
    /// How many bytes the content has.
    public var sizeBytes: Int?
    /// What the content is, as a media type.
    public var mediaType: String
    /// Whether the content is there.
    public var content: Content
    /// What else is known of it.
    public var metadata: JSONValue
    /// When it was recorded.
    public var createdAt: Timestamp

    /// What an artifact is.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The plan of a run.
        case plan
        /// What a phase is to do.
        case spec
        /// What an agent was told.
        case prompt
        /// What an agent printed.
        case agentOutput = "agent_output"
        /// What the checks printed.
        case verificationLog = "verification_log"
        /// The findings of a pass.
        case findingsReport = "findings_report"
        /// What differed from the last commit when a run began.
        case workingTree = "working_tree"
    }

    /// Whether the content of an artifact is there.
    public enum Content: String, Hashable, Sendable, Codable, CaseIterable {
        /// As it was written.
        case present
        /// As gzip.
        case compressed
        /// Deleted when its time had come.
        case pruned
        /// Never arrived.
        case absent
    }

    /// An artifact with the given values, as they are: nothing is checked.
    public init(
        id: ID, runID: Run.ID, phaseID: Phase.ID? = nil, executionID: Execution.ID? = nil, type: Kind, path: String,
        sha256: String? = nil, sizeBytes: Int? = nil, mediaType: String, content: Content, metadata: JSONValue, createdAt: Timestamp
    ) {
        self.id = id
        self.runID = runID
        self.phaseID = phaseID
        self.executionID = executionID
        self.type = type
        self.path = path
        self.sha256 = sha256
        self.sizeBytes = sizeBytes
        self.mediaType = mediaType
        self.content = content
        self.metadata = metadata
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case type, path, sha256, content, metadata
        case id = "artifact_id"
        case runID = "run_id"
        case phaseID = "phase_id"
        case executionID = "execution_id"
        case sizeBytes = "size_bytes"
        case mediaType = "media_type"
        case createdAt = "created_at"
    }
}
