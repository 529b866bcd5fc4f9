/// When the write-ahead log is moved into the database, and when its file is cut: the decisions, without their effects.
struct CheckpointPlan {
    /// The pages after which the writer moves the log.
    let bound: Int
    /// The size, in bytes, above which a log that could not begin anew is cut also while others write.
    let largestLog: Int

    private var nextMove: Int
    private var lastPages = 0
    private var lastCommits = -1
    private var quietLooks = 0

    /// The time between two looks at the log while there is something in it; less while a reader keeps it long.
    private(set) var interval = Duration.milliseconds(250)
    /// How many looks without a commit between them make the writer idle.
    static var looksUntilIdle: Int { 4 }

    init(bound: Int, largestLog: Int) {
        self.bound = bound
        self.largestLog = largestLog
        nextMove = bound
    }

    /// Whether to move the log now that it holds so many pages.
    ///
    /// A reader may keep part of it from being moved: the next attempt follows when the log has grown once more by its bound.
    mutating func committed(pages: Int) -> Bool {
        if pages < lastPages { nextMove = bound }
        lastPages = pages
        guard pages >= nextMove else { return false }
        nextMove = pages + bound
        return true
    }

    /// What to do at a look at the log.
    enum Step: Hashable, Sendable {
        /// Look again later.
        case wait
        /// Move the log and cut its file to nothing, unless a reader is in the way.
        case cut
        /// There is nothing in the log: look again when something was written.
        case end
    }

    /// Decides at a look at the log.
    ///
    /// - Parameters:
    ///   - commits: How many transactions were committed up to now.
    ///   - bytes: The size of the log's file.
    mutating func look(commits: Int, bytes: Int) -> Step {
        quietLooks = commits == lastCommits ? quietLooks + 1 : 0
        lastCommits = commits
        interval = .milliseconds(bytes > largestLog ? 100 : 250)
        if bytes > largestLog { return .cut }
        guard quietLooks > 0 else { return .wait }
        if bytes == 0 { return .end }
        return quietLooks.isMultiple(of: Self.looksUntilIdle) ? .cut : .wait
    }
}
