internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The run of that identity; `nil` where there is none.
    public func run(_ id: Run.ID) async throws -> Run? {
        try await database.read { connection in
            try undamaged(.run, id.description) { try connection.find(Run.self, where: "run_id = \(id)") }
        }
    }

    /// Runs, newest first.
    ///
    /// - Returns: At most `limit` runs, and the run to give as `after` for the next page; `nil` on the last one.
    /// - Throws: ``StateError/invalid(_:)`` for a limit out of range; ``StateError/notFound(_:_:)`` where the run of the page before is gone.
    public func runs(_ filter: RunFilter = RunFilter()) async throws -> (runs: [Run], next: Run.ID?) {
        try filter.check()
        let runs = try await database.read { connection in
            try undamaged(.run, "") {
                let last = try filter.after.map { try connection.creation(of: $0) }
                return try connection.all(
                    """
                    \(Run.selection) WHERE \(filter.condition(after: last)) ORDER BY created_at DESC, run_id DESC LIMIT \(filter.limit + 1)
                    """
                ) { try Run(row: &$0) }
            }
        }
        let page = Array(runs.prefix(filter.limit))
        return (page, runs.count > filter.limit ? page.last?.id : nil)
    }

    /// The run that was created last; `nil` where there is none.
    public func latestRun() async throws -> Run? {
        try await runs(RunFilter(limit: 1)).runs.first
    }

    /// Runs that wait for a worker: executing, and held by none that is alive; highest priority first, then oldest.
    public func recoverableRuns() async throws -> [Run] {
        let (machine, now) = (machine, clock.now)
        return try await database.read { connection in
            try undamaged(.run, "") {
                let ids = try connection.all(
                    "SELECT run_id FROM runs WHERE status = 'executing' ORDER BY priority DESC, created_at, run_id"
                ) { try $0.identifier(Run.ID.self) }
                return try ids.compactMap { id in
                    guard let head = try connection.first(RunHead.query(id), { try RunHead(row: &$0) }) else { return nil }
                    return head.isHeld(at: now, machine: machine) ? nil : try connection.find(Run.self, where: "run_id = \(id)")
                }
            }
        }
    }

    /// The process that holds the run's lease and may still be at work; `nil` where there is none.
    public func holder(of id: Run.ID) async throws -> LeaseHolder? {
        let (machine, now) = (machine, clock.now)
        return try await database.read { connection in
            try undamaged(.run, id.description) {
                guard let head = try connection.first(RunHead.query(id), { try RunHead(row: &$0) }) else { return nil }
                return head.isHeld(at: now, machine: machine) ? head.leaseHolder : nil
            }
        }
    }
}

extension SQLConnection {
    fileprivate func creation(of id: Run.ID) throws -> Timestamp {
        guard let time = try first("SELECT created_at FROM runs WHERE run_id = \(id)", { try $0.time() }) else {
            throw StateError.notFound(.run, id.description)
        }
        return time
    }
}
