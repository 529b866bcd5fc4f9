public import OrchestratorModel

/// A file that is durable under its final name and has no row yet: the operation it belongs to writes both together (invariant 8).
public struct StoredFile: Sendable, Hashable {
    /// The identity that its row will have.
    public let id: Artifact.ID
    /// What it is.
    public let kind: Artifact.Kind
    /// Where it is, relative to the directory of artifacts.
    public let path: String
    /// SHA-256 of the content, hexadecimal.
    public let sha256: String
    /// How many bytes it has.
    public let sizeBytes: Int
    /// What the content is.
    public let mediaType: String
    /// What else is known of it.
    public let metadata: JSONValue
    /// The directory of artifacts.
    let base: String
}
