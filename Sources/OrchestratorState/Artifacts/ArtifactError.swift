internal import OrchestratorModel

/// What went wrong with the file of an artifact.
public struct ArtifactError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What may be done about it depends on this.
    public let kind: Kind
    /// The file, relative to the directory of artifacts, or the directory.
    public let path: String
    /// A sentence.
    public let message: String

    /// What went wrong.
    public enum Kind: String, Hashable, Sendable {
        /// The file is gone, or was never there.
        case missing
        /// The content is not what was written.
        case changed
        /// The path leads outside the directory, or through a link.
        case outside
        /// There is a file of that name already.
        case taken
        /// There is no space left.
        case full
        /// The file can't be read or written.
        case io
    }

    init(_ kind: Kind, _ path: String, _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    /// A sentence that is safe to print.
    public var description: String { "artifact \(Printable.escaped(path)): \(message)" }
}
