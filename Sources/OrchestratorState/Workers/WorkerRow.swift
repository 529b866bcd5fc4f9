internal import OrchestratorDatabase
internal import OrchestratorModel

/// A worker as it is stored, with what tells whether it is alive.
struct WorkerRow {
    let worker: Worker
    let expiresAt: Timestamp
    let bootDeadline: Int
    /// When it was read, by the clock of the database; `nil` where that has none.
    let readAt: Timestamp?

    static func columns(_ dialect: SQLDialect) -> String { "\(Tables.workers.columnList), \(dialect.clock)" }

    init(row: inout SQLRow) throws {
        let id: Worker.ID = try row.identifier()
        let (host, bootID, processID, processStart) = (try row.text(), try row.text(), try row.integer(), Int64(try row.integer()))
        let (labels, concurrency, isDraining, startedAt) = (try row.texts(), try row.integer(), try row.boolean(), try row.time())
        worker = Worker(
            id: id, process: LeaseHolder(host: host, bootID: bootID, processID: processID, processStart: processStart, since: startedAt),
            labels: labels, concurrency: concurrency, isDraining: isDraining, lastSeenAt: try row.time())
        expiresAt = try row.time()
        bootDeadline = try row.integer()
        readAt = try row.optionalTime()
    }

    /// - Parameter now: The time of day, by the clock of the database if that has one.
    init(_ worker: Worker, at now: Timestamp, timeToLive: Duration, machine: any Machine) {
        self.worker = worker
        readAt = now
        expiresAt = now + timeToLive
        bootDeadline = machine.microsecondsSinceBoot + Int(timeToLive.microseconds)
    }

    var values: [SQLValue] {
        let process = worker.process
        return [
            worker.id.sqlValue, process.host.sqlValue, process.bootID.sqlValue, process.processID.sqlValue, Int(process.processStart).sqlValue,
            .json(.object(worker.labels.mapValues(JSONValue.string))), worker.concurrency.sqlValue, worker.isDraining.sqlValue,
            process.since.sqlValue, worker.lastSeenAt.sqlValue, expiresAt.sqlValue, bootDeadline.sqlValue,
        ]
    }

    /// Whether it is at work, as far as can be seen from here.
    func isAlive(at now: Timestamp, machine: any Machine) -> Bool {
        LeaseStanding(owner: worker.id.description, holder: worker.process, expiresAt: expiresAt, bootDeadline: bootDeadline, readAt: readAt)
            .isHeld(at: now, machine: machine)
    }
}
