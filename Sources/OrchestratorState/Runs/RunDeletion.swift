/// What belongs to a run and goes with it.
public struct RunDeletion: Sendable, Hashable {
    /// How many rows of each table, those that have none left out.
    public let rows: [Rows]
    /// The files in the run's directory of artifacts, by their paths.
    public let files: [File]

    /// Rows of a table.
    public struct Rows: Sendable, Hashable {
        /// The table.
        public let table: String
        /// How many there are.
        public let count: Int
    }

    /// A file.
    public struct File: Sendable, Hashable {
        /// The path below the directory of artifacts.
        public let path: String
        /// Its size.
        public let bytes: Int
    }

    /// How many bytes the files have.
    public var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
}
