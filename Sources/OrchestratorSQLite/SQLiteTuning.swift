/// What tests set otherwise, so that they need not wait.
package struct SQLiteTuning: Sendable {
    /// How long a writer waits for the lock between processes.
    package var lockWait = Duration.seconds(30)
    /// The same where the wait is a courtesy; never longer than that of a writer.
    package var longestCourtesy = Duration.seconds(2)
    /// How many pages of 4 KiB the write-ahead log may hold until the writer moves them.
    package var checkpointPages = 6000
    /// The same for a log of small commits.
    package var checkpointPagesOfSmallCommits = 1000
    /// The size in bytes above which the log's file is cut also while others write.
    package var largestLog = 48 << 20
    /// The size in bytes up to which the log's file stays when nobody writes: one of small commits.
    package var largestIdleLog = 5 << 20
    /// How much, in KiB, the connection that writes holds in memory before it puts pages of an open transaction into the log; `nil` for what all hold.
    package var cacheSize: Int?
    /// Whether commits are durable when they return. Only the control of tests says no: it shows that they would notice.
    package var isDurable = true

    package init() {}

    /// How long to wait for the lock where the wait is a courtesy: opening a database that is there, and closing it.
    var courtesy: Duration { min(lockWait, longestCourtesy) }
}
