package import OrchestratorModel

/// A file that is being written under a temporary name, to become an artifact once it is complete.
package struct ReservedFile: Sendable, Hashable {
    /// The identity that the artifact will have.
    package let id: Artifact.ID
    /// What it will be.
    package let kind: Artifact.Kind
    /// Where to write, absolute.
    package let temporaryPath: String
    /// Where it will be, relative to the directory of artifacts.
    let path: String
    /// What the content is.
    let mediaType: String
}
