extension Configuration {
    /// Retrieval over the repository.
    public struct Retrieval: Sendable {
        /// Characters in a chunk.
        public var chunkSize = 1000
        /// Characters that neighbouring chunks share.
        public var chunkOverlap = 200
        /// Chunks that a query gives at most.
        public var maxRetrievedChunks = 20
        /// Whether chunks are found by meaning.
        public var semanticSearchEnabled = true
        /// Whether chunks are found by names of symbols.
        public var symbolSearchEnabled = true
        /// Whether the index is made anew when a run starts.
        public var indexOnStartup = false
        /// Where the index is kept, absolute.
        public var indexPath = "data/vector_db"

        static let schema = Section<Self>([
            .key("chunk_size", \.chunkSize, .integer(atLeast: 1), "Characters in a chunk."),
            .key(
                "chunk_overlap", \.chunkOverlap, .integer(atLeast: 0),
                "Characters that neighbouring chunks share; smaller than `chunk_size`."),
            .key("max_retrieved_chunks", \.maxRetrievedChunks, .integer(atLeast: 1), "Chunks that a query gives at most."),
            .key("semantic_search_enabled", \.semanticSearchEnabled, .bool, "Whether chunks are found by meaning."),
            .key("symbol_search_enabled", \.symbolSearchEnabled, .bool, "Whether chunks are found by names of symbols."),
            .key("index_on_startup", \.indexOnStartup, .bool, "Whether the index is made anew when a run starts."),
            .path("index_path", \.indexPath, .directory, "Where the index is kept.", old: [OldName("paths.vector_db_path")]),
        ])
    }

    /// What is done with git.
    public struct Git: Sendable {
        /// Whether a run begins with a pull.
        public var autoPull = true
        /// Whether a completed phase is committed.
        public var autoCommit = false
        /// The commit message, with placeholders.
        public var commitMessageTemplate = "Phase {phase_number}: {phase_title}\n\n{phase_intent}"
        /// Whether phase branches are pushed.
        public var pushBranches = false

        /// The placeholders of ``commitMessageTemplate``.
        public static let placeholders = ["phase_number", "phase_title", "phase_intent", "summary"]

        static let schema = Section<Self>([
            .key("auto_pull", \.autoPull, .bool, "Whether a run begins with a pull; skipped with a notice where there is no remote."),
            .key(
                "auto_commit", \.autoCommit, .bool, "Whether what changed during a phase is committed when it is completed.",
                old: [OldName("copilot.auto_commit", isFallback: true)]),
            .key(
                "commit_message_template", \.commitMessageTemplate, .template(placeholders: placeholders, old: ["copilot_summary"]),
                "The commit message. `{summary}` is what the agent said it did.",
                old: [OldName("copilot.commit_message_template", isFallback: true)]),
            .key(
                "push_branches", \.pushBranches, .bool, "Whether phase branches are pushed.",
                old: [OldName("copilot.push_branches", isFallback: true)]),
        ])
    }

    /// Where evidence is kept, and how long.
    public struct Artifacts: Sendable {
        /// The directory, absolute.
        public var basePath = "data/artifacts"
        /// Days after which artifacts of ended runs are deleted.
        public var retentionDays = 30
        /// Whether old artifacts are compressed.
        public var compressOldArtifacts = true
        /// Days after which they are.
        public var compressAfterDays = 7

        static let schema = Section<Self>([
            .path("base_path", \.basePath, .directory, "The directory for artifacts.", old: [OldName("paths.artifact_base_path")]),
            .key("retention_days", \.retentionDays, .integer(atLeast: 1), "Days after which the artifacts of ended runs are deleted."),
            .key("compress_old_artifacts", \.compressOldArtifacts, .bool, "Whether old artifacts are compressed."),
            .key("compress_after_days", \.compressAfterDays, .integer(atLeast: 0), "Days after which they are compressed."),
        ])
    }

    /// The log.
    public struct Logging: Sendable {
        /// What is logged: this and everything graver.
        public var level = LogLevel.info
        /// The file, absolute.
        public var filePath = "data/orchestrator.log"
        /// Whether messages go to standard error too: warnings and graver ones, with `--verbose` all.
        public var consoleEnabled = true
        /// Mebibytes after which the file is rotated.
        public var maxFileSizeMB = 50
        /// Rotated files that are kept.
        public var backupCount = 5
        /// The form of a line.
        public var format = LogFormat.text

        static let schema = Section<Self>([
            .key(
                "level", \.level, .oneOf(LogLevel.self, ignoresCase: true),
                "What is logged: this and everything graver; `--verbose` means DEBUG. Lower case will do."),
            .path("file_path", \.filePath, .file, "The log file; made with its first line."),
            .key(
                "console_enabled", \.consoleEnabled, .bool,
                "Whether messages go to standard error too: warnings and graver ones that pass `level`, with `--verbose` all, DEBUG included."),
            .key("max_file_size_mb", \.maxFileSizeMB, .integer(1...1_000_000), "Mebibytes that the file may grow to; then it becomes `.1`, and that `.2`."),
            .key("backup_count", \.backupCount, .integer(0...1000), "Rotated files that are kept; 0 begins the file anew."),
            .key("format", \.format, .oneOf(LogFormat.self), "The form of a line: `text`, or one JSON object."),
        ])
    }

    /// How grave a message is.
    public enum LogLevel: String, Sendable, Hashable, CaseIterable {
        /// Operations.
        case debug = "DEBUG"
        /// Changes of state.
        case info = "INFO"
        /// What should be looked at.
        case warning = "WARNING"
        /// What went wrong.
        case error = "ERROR"
        /// What ended the process.
        case critical = "CRITICAL"
    }

    /// The form of a line of the log.
    public enum LogFormat: String, Sendable, Hashable, CaseIterable {
        /// For people.
        case text
        /// One JSON object a line.
        case json
    }
}

extension Configuration.LogLevel: SettingChoice {}
extension Configuration.LogFormat: SettingChoice {}
