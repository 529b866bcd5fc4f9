public import OrchestratorModel

/// What a cleaning did, or would do.
public struct ArtifactCleaning: Sendable, Hashable {
    /// The files that were compressed or deleted, in the order in which that was done.
    public internal(set) var changes: [Change] = []
    /// The files that could not be, and why.
    public internal(set) var problems: [Problem] = []
    /// How many files are old enough, and are kept since their run has an unresolved major finding or a question that nobody has answered.
    public internal(set) var protected = 0

    /// What became of one file.
    public struct Change: Sendable, Hashable {
        /// The artifact as it is now; on trial: as it would be.
        public let artifact: Artifact
        /// How many bytes are free by it; of a file that several artifacts share, with the last of them. On trial 0 for what would be compressed, since that
        /// is not known.
        public let freedBytes: Int
    }

    /// Why a file was left as it is.
    public struct Problem: Sendable, Hashable {
        /// The artifact.
        public let artifact: Artifact
        /// A sentence that is safe to print.
        public let sentence: String
    }

    /// How many bytes are free.
    public var freedBytes: Int { changes.reduce(0) { $0 + $1.freedBytes } }
}
