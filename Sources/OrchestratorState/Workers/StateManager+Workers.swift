internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Makes this process known as a worker. Workers that have been dead for ten times their time are forgotten by the way.
    ///
    /// - Parameters:
    ///   - labels: The labels that it wants runs to have.
    ///   - concurrency: How many runs it carries out at the same time.
    ///   - timeToLive: For how long it counts as alive without being kept; up to a day.
    /// - Throws: ``StateError/invalid(_:)``, `DatabaseError`.
    public func registerWorker(labels: [String: String] = [:], concurrency: Int = 1, timeToLive: Duration) async throws -> Worker {
        var validation = Validation()
        validation.positive(concurrency, "concurrency")
        if labels.count > Limits.labels { validation.add("labels", "are more than \(Limits.labels)") }
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            validation.name(key, "labels")
            validation.text(value, "labels.\(Printable.escaped(key))", atMost: Limits.name)
        }
        try validation.check()
        let now = clock.now
        let worker = Worker(
            id: Worker.ID(at: now), process: machine.holder(since: now), labels: labels, concurrency: concurrency, lastSeenAt: now)
        try await keepWorker(worker, timeToLive: timeToLive)
        try await forgetWorkers(lastSeenBefore: now + timeToLive * -10)
        return worker
    }

    /// Says that a worker is at work, and whether it takes more runs.
    ///
    /// - Throws: ``StateError/invalid(_:)``, `DatabaseError`.
    public func keepWorker(_ worker: Worker, timeToLive: Duration) async throws {
        try Self.check(worker.id.description, timeToLive)
        var worker = worker
        worker.lastSeenAt = clock.now
        let (machine, clock, kept) = (machine, clock, worker)
        try await database.write { connection in
            let row = WorkerRow(kept, at: try connection.now(clock), timeToLive: timeToLive, machine: machine)
            let table = Tables.workers
            let values = zip(table.columns.map(\.name), row.values).map { ($0, $1) }
            // One that was silent for long may have been forgotten meanwhile.
            if try connection.update(table, set: Array(values.dropFirst()), where: "worker_id = \(row.worker.id)") == 0 {
                try connection.execute(table.insertion(of: row.values))
            }
        }
    }

    /// Forgets a worker that has ended. One that is not known is no error.
    ///
    /// - Throws: `DatabaseError`.
    public func removeWorker(_ id: Worker.ID) async throws {
        _ = try await database.write { try $0.execute("DELETE FROM workers WHERE worker_id = \(id)") }
    }

    /// Forgets workers that are dead and have not been heard of since that time. What they had is left to others by its leases, not by this.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func forgetWorkers(lastSeenBefore time: Timestamp) async throws {
        let (machine, now) = (machine, clock.now)
        _ = try await database.write { connection in
            try undamaged(.run, "") {
                let query: SQLStatement =
                    "SELECT \(raw: WorkerRow.columns(connection.dialect)) FROM workers WHERE last_seen_at < \(time)"
                let old = try connection.all(query) { try WorkerRow(row: &$0) }
                for row in old where !row.isAlive(at: now, machine: machine) {
                    try connection.execute("DELETE FROM workers WHERE worker_id = \(row.worker.id)")
                }
            }
        }
    }

    /// The workers that are known, oldest first, each with the runs that it has.
    ///
    /// - Returns: Them as they were in one snapshot, the dead ones too, until they are forgotten.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Reads all workers and the runs that are being carried out.
    public func workers() async throws -> [WorkerStanding] {
        let (machine, now) = (machine, clock.now)
        return try await database.read { connection in
            try undamaged(.run, "") {
                let query: SQLStatement =
                    "SELECT \(raw: WorkerRow.columns(connection.dialect)) FROM workers ORDER BY started_at, worker_id"
                let rows = try connection.all(query) { try WorkerRow(row: &$0) }
                guard !rows.isEmpty else { return [] }
                let work = try connection.workByOwner()
                return rows.map { row in
                    let runs = work[row.worker.id.description] ?? []
                    return WorkerStanding(
                        row.worker, isAlive: row.isAlive(at: now, machine: machine),
                        runs: runs.sorted { ($0.since, $0.run.description) < ($1.since, $1.run.description) })
                }
            }
        }
    }
}

extension StateManager {
    /// The owners of leases that are good, and the workers that are alive: what belongs to others is left over.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func liveOwners() async throws -> Set<String> {
        let (machine, now) = (machine, clock.now)
        let workers = try await workers().filter { $0.status != .dead }.map(\.worker.id.description)
        let owners = try await database.read { connection in
            try undamaged(.run, "") {
                try connection.all(
                    "SELECT \(raw: LeaseStanding.columns(connection.dialect)) FROM runs \(raw: connection.dialect.indexed(by: "runs_held")) WHERE status = 'executing' AND lease_owner IS NOT NULL"
                ) { try LeaseStanding(row: &$0) }
            }
        }
        return Set(workers + owners.filter { $0.isHeld(at: now, machine: machine) }.compactMap(\.owner))
    }
}

extension SQLConnection {
    /// The runs that are being carried out, by the owners of their leases.
    fileprivate func workByOwner() throws -> [String: [WorkerStanding.Work]] {
        var work: [String: [WorkerStanding.Work]] = [:]
        let query: SQLStatement = """
            SELECT r.lease_owner, r.run_id, r.title, p.number, p.title, r.lease_holder
            FROM runs AS r \(raw: dialect.indexed(by: "runs_held"))
            LEFT JOIN phases AS p ON p.phase_id = r.current_phase_id
            WHERE r.status = 'executing' AND r.lease_owner IS NOT NULL
            """
        try forEach(query) { row in
            let (owner, run, title): (String, Run.ID, String) = (try row.text(), try row.identifier(), try row.text())
            let (number, phase) = (try row.optionalInteger(), try row.optionalText())
            guard let holder = try row.optional(LeaseHolder.init(document:)) else { return }
            work[owner, default: []].append(.init(run: run, title: title, phaseNumber: number, phaseTitle: phase, since: holder.since))
        }
        return work
    }
}
