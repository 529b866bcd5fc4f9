/// What a database does by default, and tests do otherwise.
package struct PostgresTuning: Sendable {
    /// The most connections that are open at the same time.
    package var connections = 16
    /// How long a connection that nobody uses is kept.
    package var idleTime = Duration.seconds(60)
    /// How long to try to reach the server.
    package var connectTime = Duration.seconds(10)
    /// How long a statement of a write may take.
    package var statementTime = Duration.seconds(60)
    /// How long a statement waits for a row or table that another transaction has locked.
    package var lockTime = Duration.seconds(30)
    /// How long a write may do nothing between two statements: a process that was stopped must not keep its locks for as long as a lease is good,
    /// so that whoever takes its run over finds it free.
    package var idleInWrite: Duration
    /// How long a read may take for one statement, and do nothing between two: whoever it is written out for may be slow.
    package var readTime = Duration.seconds(600)
    /// How long to ask what became of a commit whose answer was lost.
    package var resolveTime = Duration.seconds(30)
    /// Called with each connection before it commits.
    package var willCommit: (@Sendable (_ backend: Int32) -> Void)?

    /// - Parameter leaseTime: How long leases are good. A busy machine may keep a process waiting for a second.
    package init(leaseTime: Duration = .seconds(30)) { idleInWrite = min(.seconds(15), max(.seconds(1), leaseTime / 2)) }
}
