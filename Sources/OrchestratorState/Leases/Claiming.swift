internal import OrchestratorDatabase
internal import OrchestratorModel

/// What a worker does in one transaction to take runs: a look, which locks what it gets, and the changes, which travel together.
struct Claiming {
    let runs: ClaimableRuns
    let owner: String
    let timeToLive: Duration
    let actor: Actor
    let clock: any WallClock

    /// What came of it.
    struct Attempt: Sendable {
        var taken: [(claimed: ClaimedRun, story: TransactionStory)] = []
        /// Whether there was nothing to take; else others were faster where nothing was taken.
        var isEmpty = false
    }

    /// Takes the best runs, up to a limit.
    func take(_ limit: Int, in connection: any SQLConnection) throws -> Attempt {
        let candidates = try runs.best(limit, in: connection)
        let left = try left(candidates.filter { $0.row == nil }, in: connection)
        try insist(on: candidates.compactMap(\.row), in: connection)
        var attempt = Attempt(isEmpty: candidates.isEmpty)
        let joint = connection.dialect.joinsWrites ? JointWrites() : nil
        for candidate in candidates {
            guard let row = candidate.row ?? left[candidate.id] else { continue }
            attempt.taken.append(try take(row, joint, in: connection))
        }
        try joint?.write(connection)
        return attempt
    }

    private func take(_ row: ClaimableRow, _ joint: JointWrites?, in connection: any SQLConnection) throws -> (ClaimedRun, TransactionStory) {
        var transaction = RunTransaction(connection, head: row.head, actor: actor, now: clock.now, joint: joint)
        if transaction.head.status == .paused { try transaction.resume() }
        let (lease, interrupted) = try transaction.claim(
            owner: owner, timeToLive: timeToLive, machine: runs.machine, isLocal: row.isLocal, mayHaveLeft: row.isRunning)
        try transaction.finish()
        return (ClaimedRun(run: try transaction.run(from: row.values), lease: lease, interrupted: interrupted), transaction.story)
    }

    /// Lets all be done again where the look has missed something: what others have committed between its beginning and the moment at which the rows
    /// were locked, and their directories reserved. It travels with the changes.
    private func insist(on rows: [ClaimableRow], in connection: any SQLConnection) throws {
        guard !rows.isEmpty else { return }
        let local = rows.filter(\.isLocal).map(\.head.id)
        let still = rows.filter { !$0.isRunning }.map(\.head.id)
        var conditions: [SQLStatement] = []
        if !local.isEmpty {
            conditions.append("NOT EXISTS (SELECT 1 FROM runs WHERE run_id IN (\(list: local)) AND NOT \(runs.isFree(connection.dialect)))")
        }
        if !still.isEmpty {
            conditions.append("NOT EXISTS (SELECT 1 FROM executions WHERE run_id IN (\(list: still)) AND status = 'running')")
        }
        guard !conditions.isEmpty, let statement = connection.dialect.insisting(on: conditions.joined(separator: " AND ")) else { return }
        try connection.executeLater(statement)
    }

    /// The rows of those whose workers have died, which the look has not locked, without those that are not to be had any more.
    private func left(_ candidates: [ClaimableRuns.Candidate], in connection: any SQLConnection) throws -> [Run.ID: ClaimableRow] {
        guard !candidates.isEmpty else { return [:] }
        var rows: [Run.ID: ClaimableRow] = [:]
        let dialect = connection.dialect
        let query: SQLStatement = """
            SELECT \(raw: ClaimableRow.columns(dialect)) FROM runs WHERE run_id IN (\(list: candidates.map(\.id))) \(dialect.skippingLocked)
            """
        try connection.forEach(query) { row in
            let row = try ClaimableRow(row: &row)
            rows[row.head.id] = row
        }
        for candidate in candidates {
            guard let row = rows[candidate.id], try !isToBeHad(row, candidate, in: connection) else { continue }
            rows[candidate.id] = nil
        }
        return rows
    }

    /// Whether a run whose worker has died is still to be had, now that its row can't change any more.
    private func isToBeHad(_ row: ClaimableRow, _ candidate: ClaimableRuns.Candidate, in connection: any SQLConnection) throws -> Bool {
        guard row.head.status == .executing, let owner = row.head.leaseOwner, !row.head.isHeld(at: runs.now, machine: runs.machine) else { return false }
        // Its directory was not reserved by the look, and another that was there may have been taken since.
        guard let directory = candidate.directory, let reserving = connection.dialect.reserving("\(runs.host + ":" + directory)") else { return true }
        guard try connection.first("SELECT \(reserving)", { try $0.boolean() }) == true else { return false }
        return try runs.abandoned(by: [owner], in: connection).contains { $0.id == candidate.id }
    }
}
