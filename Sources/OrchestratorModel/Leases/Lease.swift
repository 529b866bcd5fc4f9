/// The right of one worker to write to a run, for a limited time.
///
/// Every write on behalf of a worker carries its lease and is refused once the run has a newer one (a fencing token).
public struct Lease: Hashable, Sendable {
    /// The run.
    public let run: Run.ID
    /// Counts the leases of the run: 1, 2, 3 …
    public let epoch: Int
    /// The worker's nonce, random, made anew by each process.
    public let owner: String
    /// How long the lease is good after each renewal.
    public let timeToLive: Duration

    /// A lease from its parts.
    public init(run: Run.ID, epoch: Int, owner: String, timeToLive: Duration) {
        self.run = run
        self.epoch = epoch
        self.owner = owner
        self.timeToLive = timeToLive
    }
}
