internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Notes the working tree in which the holder of a lease is about to work, and says who is at work there already: two agents in one working
    /// tree can't be kept apart.
    ///
    /// Of two runs that are claimed for one working tree at the same time, the one that was claimed first goes on. Where the store knew another
    /// working tree of the run, the other one goes on in any case: it could not know of this one.
    /// - Parameter top: The top of the working tree, without links.
    /// - Returns: The run that this one has to make way for, and who carries it out; `nil` where the way is free.
    /// - Throws: ``StateError/leaseLost(_:)``, ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func enterCheckout(_ top: String, lease: Lease) async throws -> (run: Run.ID, holder: LeaseHolder)? {
        let isKnown = try await database.read { connection in
            try connection.first("SELECT 1 FROM runs WHERE run_id = \(lease.run) AND checkout = \(top)") { try $0.integer() } != nil
        }
        if !isKnown { try await change(lease.run, lease: lease) { $0.set("checkout", top, isTold: false) } }
        let (machine, now) = (machine, clock.now)
        let occupants = try await occupants(of: top)
        let since = occupants.first { $0.run == lease.run }?.standing.holder?.since
        for (run, standing) in occupants where run != lease.run && standing.isHeld(at: now, machine: machine) {
            guard let holder = standing.holder, !isKnown || since.map({ holder.since <= $0 }) ?? true else { continue }
            return (run, holder)
        }
        return nil
    }

    /// The run that is carried out in a working tree, and by whom; `nil` where none is. A read.
    ///
    /// - Parameters:
    ///   - top: The top of the working tree, without links.
    ///   - run: A run that does not count.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    package func occupant(ofCheckout top: String, besides run: Run.ID? = nil) async throws -> (run: Run.ID, holder: LeaseHolder)? {
        let (machine, now) = (machine, clock.now)
        for (other, standing) in try await occupants(of: top) where other != run && standing.isHeld(at: now, machine: machine) {
            if let holder = standing.holder { return (other, holder) }
        }
        return nil
    }

    /// The other run that is carried out in the working tree of a run, and by whom; `nil` where none is, or the tree is on another host. A read.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    package func occupant(besides run: Run.ID) async throws -> (run: Run.ID, holder: LeaseHolder)? {
        let host = machine.holder(since: clock.now).host
        let checkout: String?? = try await database.read { connection in
            try connection.first("SELECT checkout FROM runs WHERE run_id = \(run) AND repository_host = \(host)") { try $0.optionalText() }
        }
        guard let checkout, let checkout else { return nil }
        return try await occupant(ofCheckout: checkout, besides: run)
    }

    /// The runs that were being carried out in a working tree by processes that are gone, and that nobody has taken over. A read.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    package func abandonedRuns(inCheckout top: String) async throws -> [Run.ID] {
        let (machine, now) = (machine, clock.now)
        return try await occupants(of: top).filter { !$0.standing.isHeld(at: now, machine: machine) }.map(\.run)
    }

    private func occupants(of top: String) async throws -> [(run: Run.ID, standing: LeaseStanding)] {
        let host = machine.holder(since: clock.now).host
        return try await database.read { connection in
            try undamaged(.run, "") { try connection.occupants(of: top, host: host) }
        }
    }
}

extension SQLConnection {
    /// The runs that have an owner in a working tree.
    fileprivate func occupants(of checkout: String, host: String) throws -> [(run: Run.ID, standing: LeaseStanding)] {
        let query: SQLStatement = """
            SELECT run_id, \(raw: LeaseStanding.columns(dialect)) FROM runs \(raw: dialect.indexed(by: "runs_held"))
            WHERE status = 'executing' AND lease_owner IS NOT NULL AND repository_host = \(host) AND checkout = \(checkout)
            """
        return try all(query) { (try $0.identifier(), try LeaseStanding(row: &$0)) }
    }
}
