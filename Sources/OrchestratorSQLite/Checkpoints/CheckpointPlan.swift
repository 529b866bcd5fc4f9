/// When the write-ahead log is moved into the database, and when its file is cut: the decisions, without their effects.
struct CheckpointPlan {
    /// The pages after which the writer moves the log: a page that many commits change is moved once, so that a long log saves work.
    let bound: Int
    /// The same for a log of small commits: each of them waits longer for a file that grows than for one whose beginning is written over.
    let boundOfSmall: Int
    /// The size, in bytes, above which a log that could not begin anew is cut also while others write.
    let largestLog: Int
    /// The size, in bytes, up to which the file of a log that was moved stays when nobody writes: the next commits write over it, instead of waiting
    /// for a file that grows.
    let largestIdleLog: Int

    /// How many pages there were at the last move, and how many commits there have been since.
    private var atMove = (pages: 0, commits: 0)
    private var lastPages = 0
    private var lastCommits = -1
    private var quietLooks = 0
    /// How many commits there had been when all of the log was moved last; `nil` where that is not known.
    private var movedCommits: Int?

    /// The time between two looks at the log while there is something in it; less while a reader keeps it long.
    private(set) var interval = Duration.milliseconds(250)
    /// How many looks without a commit between them make the writer idle.
    static var looksUntilIdle: Int { 4 }

    /// The pages of a small commit, at most.
    private static let smallCommit = 32

    init(bound: Int, boundOfSmall: Int, largestLog: Int, largestIdleLog: Int) {
        self.bound = bound
        self.boundOfSmall = boundOfSmall
        self.largestLog = largestLog
        self.largestIdleLog = largestIdleLog
    }

    /// Whether to move the log now that it holds so many pages.
    ///
    /// A reader may keep part of it from being moved: the next attempt follows when the log has grown once more by its bound.
    mutating func committed(pages: Int) -> Bool {
        if pages < lastPages { atMove = (0, 0) }
        lastPages = pages
        atMove.commits += 1
        let grown = pages - atMove.pages
        let isOfSmall = grown <= atMove.commits * Self.smallCommit
        guard grown >= (isOfSmall ? min(bound, boundOfSmall) : bound) else { return false }
        atMove = (pages, 0)
        return true
    }

    /// What to do at a look at the log.
    enum Step: Hashable, Sendable {
        /// Look again later.
        case wait
        /// Move the log as far as no reader is in the way.
        case move
        /// Move the log and cut its file to nothing, unless a reader is in the way.
        case cut
        /// There is nothing in the log that is to be moved: look again when something was written.
        case end
    }

    /// Begins to look: what is in the log may have been written by another process.
    mutating func begin() { movedCommits = nil }

    /// All of the log was moved, when there had been so many commits.
    mutating func moved(commits: Int) { movedCommits = commits }

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
        if bytes == 0 || bytes <= largestIdleLog && movedCommits == commits { return .end }
        guard quietLooks.isMultiple(of: Self.looksUntilIdle) else { return .wait }
        return bytes > largestIdleLog ? .cut : .move
    }
}
