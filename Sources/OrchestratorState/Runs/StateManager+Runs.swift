internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The run of that identity; `nil` where there is none.
    ///
    /// - Returns: The run as it was committed last, in one snapshot.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func run(_ id: Run.ID) async throws -> Run? {
        try await database.read { connection in
            try undamaged(.run, id.description) { try connection.find(Run.self, where: "run_id = \(id)") }
        }
    }

    /// Runs, newest first; those of one microsecond in the order in which they came, the last first.
    ///
    /// A page begins where the one before ended, however many runs have come or gone since.
    /// - Returns: At most `limit` runs, and the run to give as `after` for the next page; `nil` on the last one.
    /// - Throws: ``StateError/invalid(_:)`` for a limit out of range; ``StateError/notFound(_:_:)`` where the run of the page before is gone.
    /// - Complexity: Each filter, and each combination of status, repository and branch, reads as many entries of an index as there are runs on
    ///   the page. Where words or labels are combined with others, the list that is thinnest there is walked and the others are looked up: about
    ///   a thousand entries take a third of a millisecond, and half of that where SQLite walks two lists of like density side by side. Of lists
    ///   that are spread independently of each other no fewer entries will do: whether a run is in all of them, only its own entries tell.
    public func runs(_ filter: RunFilter = RunFilter()) async throws -> (runs: [Run], next: Run.ID?) {
        try filter.check()
        let runs = try await database.read { connection in
            try undamaged(.run, "") {
                try RunQuery(filter, after: try filter.after.map { try connection.position(of: $0) }).runs(in: connection)
            }
        }
        let page = Array(runs.prefix(filter.limit))
        return (page, runs.count > filter.limit ? page.last?.id : nil)
    }

    /// The run that was created last; `nil` where there is none.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func latestRun() async throws -> Run? {
        try await runs(RunFilter(limit: 1)).runs.first
    }

    /// Runs that wait for a worker: executing, and held by none that is alive; highest priority first, then oldest.
    ///
    /// - Returns: The runs as they were in one snapshot; another worker may be faster to claim one.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Reads the leases of all executing runs.
    public func recoverableRuns() async throws -> [Run] {
        let (machine, now) = (machine, clock.now)
        return try await database.read { connection in
            try undamaged(.run, "") {
                let ids = try connection.all(
                    "SELECT run_id FROM runs WHERE status = 'executing' ORDER BY priority DESC, created_at, run_id"
                ) { try $0.identifier(Run.ID.self) }
                return try ids.compactMap { id in
                    guard let head = try connection.first(RunHead.query(id, in: connection.dialect), { try RunHead(row: &$0) }) else { return nil }
                    return head.isHeld(at: now, machine: machine) ? nil : try connection.find(Run.self, where: "run_id = \(id)")
                }
            }
        }
    }

    /// The process that holds the run's lease and may still be at work; `nil` where there is none.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func holder(of id: Run.ID) async throws -> LeaseHolder? {
        let (machine, now) = (machine, clock.now)
        return try await database.read { connection in
            try undamaged(.run, id.description) {
                guard let head = try connection.first(RunHead.query(id, in: connection.dialect), { try RunHead(row: &$0) }) else { return nil }
                return head.isHeld(at: now, machine: machine) ? head.leaseHolder : nil
            }
        }
    }
}

extension SQLConnection {
    fileprivate func position(of id: Run.ID) throws -> Int {
        guard let position = try first("SELECT position FROM runs WHERE run_id = \(id)", { try $0.integer() }) else {
            throw StateError.notFound(.run, id.description)
        }
        return position
    }
}
