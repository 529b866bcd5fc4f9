/// A worker, and what it does.
public struct WorkerStanding: Hashable, Sendable {
    /// A run that a worker carries out.
    public struct Work: Hashable, Sendable, Encodable {
        /// The run.
        public let run: Run.ID
        /// What it is about.
        public let title: String
        /// The number of the phase it is at; `nil` where none was started.
        public let phaseNumber: Int?
        /// The title of that phase.
        public let phaseTitle: String?
        /// Since when the worker has it.
        public let since: Timestamp

        /// A run from its parts.
        public init(run: Run.ID, title: String, phaseNumber: Int?, phaseTitle: String?, since: Timestamp) {
            self.run = run
            self.title = title
            self.phaseNumber = phaseNumber
            self.phaseTitle = phaseTitle
            self.since = since
        }

        enum CodingKeys: String, CodingKey {
            case run = "run_id"
            case title, since
            case phaseNumber = "phase_number"
            case phaseTitle = "phase_title"
        }
    }

    /// How a worker stands.
    public enum Status: String, Hashable, Sendable, CaseIterable, Codable {
        /// It waits for runs.
        case idle
        /// It carries runs out.
        case working
        /// It takes no more runs.
        case draining
        /// Its process has ended, or has not been heard of for longer than its time.
        case dead
    }

    /// The worker.
    public let worker: Worker
    /// How it stands.
    public let status: Status
    /// The runs whose leases it has, oldest first. Those of a dead worker wait for another.
    public let runs: [Work]

    /// A standing from its parts.
    public init(_ worker: Worker, isAlive: Bool, runs: [Work]) {
        self.worker = worker
        self.runs = runs
        status = isAlive ? (worker.isDraining ? .draining : runs.isEmpty ? .idle : .working) : .dead
    }
}

extension WorkerStanding: Encodable {
    enum CodingKeys: String, CodingKey {
        case status, host, labels, concurrency, runs
        case id = "worker_id"
        case bootID = "boot_id"
        case processID = "process_id"
        case processStart = "process_start"
        case startedAt = "started_at"
        case lastSeenAt = "last_seen_at"
    }

    /// Writes the worker and what it does as one object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(worker.id, forKey: .id)
        try container.encode(status, forKey: .status)
        try container.encode(worker.process.host, forKey: .host)
        try container.encode(worker.process.bootID, forKey: .bootID)
        try container.encode(worker.process.processID, forKey: .processID)
        try container.encode(worker.process.processStart, forKey: .processStart)
        try container.encode(worker.labels, forKey: .labels)
        try container.encode(worker.concurrency, forKey: .concurrency)
        try container.encode(worker.process.since, forKey: .startedAt)
        try container.encode(worker.lastSeenAt, forKey: .lastSeenAt)
        try container.encode(runs, forKey: .runs)
    }
}
