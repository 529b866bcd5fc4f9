/// One version of what a phase is to do. Immutable.
public struct SpecRevision: Hashable, Sendable, Codable {
    /// The phase.
    public let phaseID: Phase.ID
    /// 1, 2, 3 …
    public let revision: Int
    /// The artifact that holds the text.
    public let artifactID: Artifact.ID
    /// SHA-256 of the text, hexadecimal.
    public let sha256: String
    /// Who wrote it.
    public let author: String
    /// When it was added.
    public let createdAt: Timestamp

    /// A revision from its parts.
    public init(phaseID: Phase.ID, revision: Int, artifactID: Artifact.ID, sha256: String, author: String, createdAt: Timestamp) {
        self.phaseID = phaseID
        self.revision = revision
        self.artifactID = artifactID
        self.sha256 = sha256
        self.author = author
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case revision, sha256, author
        case phaseID = "phase_id"
        case artifactID = "artifact_id"
        case createdAt = "created_at"
    }
}
