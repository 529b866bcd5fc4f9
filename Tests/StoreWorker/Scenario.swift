/// What a worker writes.
enum Scenario: String, CaseIterable {
    /// A database and directories that are not there yet.
    case fresh
    /// One write after the other.
    case sequence
    /// Many callers at once.
    case crowd
    /// Many callers, some of whom ask for what is refused.
    case refusals
    /// Files with their rows.
    case artifacts
    /// Many rows in one transaction.
    case findings
    /// The same, with more pages than the connection holds in memory: they go into the log, and come back from it, before the commit.
    case spills
    /// A log that is moved into the database again and again.
    case checkpoints
    /// A log that is cut.
    case cuts
    /// A log that a reader keeps from beginning anew.
    case reader
    /// A database that is opened and closed again and again.
    case reopening
    /// A backup, while others write.
    case backup
    /// Pages that are given back to the file system.
    case vacuum
    /// A backup that takes the place of the store.
    case restore
    /// A hundred writes to a run of its own, next to other processes.
    case share
    /// Runs that are claimed, next to other processes.
    case leases
    /// Everything, until it is killed.
    case endless
}
