/// A process that claims runs and carries them out, several at a time.
public struct Worker: Hashable, Sendable {
    /// The identity of a worker; it is also the owner of its leases.
    public typealias ID = Identifier<Worker>

    /// Its identity, new with each start.
    public let id: ID
    /// The process, and since when it works.
    public let process: LeaseHolder
    /// It takes only runs with all of these labels.
    public let labels: [String: String]
    /// How many runs it carries out at the same time.
    public let concurrency: Int
    /// Whether it takes no more runs, and ends once it has none.
    public var isDraining: Bool
    /// When it said last that it works.
    public var lastSeenAt: Timestamp

    /// A worker from its parts.
    public init(
        id: ID, process: LeaseHolder, labels: [String: String] = [:], concurrency: Int = 1, isDraining: Bool = false, lastSeenAt: Timestamp
    ) {
        self.id = id
        self.process = process
        self.labels = labels
        self.concurrency = concurrency
        self.isDraining = isDraining
        self.lastSeenAt = lastSeenAt
    }
}
