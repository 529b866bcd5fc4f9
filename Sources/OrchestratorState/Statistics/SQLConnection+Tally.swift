internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Adds to the totals of the store.
    func addToTotals(_ tally: Tally) throws {
        guard !tally.counts.isEmpty else { return }
        // In one order, so that in an engine with row locks two that end at once wait for each other instead of forever; and in one statement, the
        // last one, so that others who end a run have little to wait for.
        let rows = tally.counts.sorted { $0.key < $1.key }.map { name, value -> SQLStatement in
            "(\(name), \(raw: dialect.share), \(value))"
        }
        try executeLater(
            """
            INSERT INTO statistics_totals (name, share, value) VALUES \(rows.joined(separator: ", "))
            ON CONFLICT (name, share) DO UPDATE SET value = \(raw: dialect.clampedSum("statistics_totals.value", "excluded.value"))
            """)
    }

    /// The sums over the runs that have ended.
    func totals() throws -> Tally {
        var totals = Tally()
        try forEach("SELECT name, value FROM statistics_totals") { totals.add(try $0.integer(after: try $0.text())) }
        return totals
    }

    /// What the tally of a run must be, counted over its rows and events, and what its events give of its standing.
    ///
    /// - Complexity: Reads all rows of the run.
    func countedTally(of run: Run.ID) throws -> (tally: Tally, standing: RunStanding) {
        var tally = Tally()
        try forEach("SELECT status, size, COUNT(*) FROM phases WHERE run_id = \(run) GROUP BY status, size") {
            tally.add(try $0.key { .phases(try $0.choice(), try $0.choice()) })
        }
        try forEach(
            """
            SELECT passes, COUNT(*) FROM (
                SELECT COALESCE((SELECT MAX(pass_number) FROM executions WHERE executions.phase_id = phases.phase_id), 0) AS passes
                FROM phases WHERE run_id = \(run) AND status = 'completed'
            ) AS completed GROUP BY passes
            """
        ) { tally.add(try $0.key { .passesToGreen(try $0.integer()) }) }
        try forEach("SELECT status, usage FROM executions WHERE run_id = \(run)") {
            tally.add(1, to: .executions(try $0.choice()))
            if let usage = try $0.optional(Usage.init(document:)) { tally += Tally(usage) }
        }
        tally += try findingTally(where: Finding.condition(ofRun: run))
        // Not by a sum of the engine, which refuses one that is too great.
        try forEach("SELECT size_bytes FROM artifacts WHERE run_id = \(run)") {
            tally.add(1, to: .artifacts)
            tally.add(try $0.optionalInteger() ?? 0, to: .artifactBytes)
        }
        let standing = try standing(of: run)
        return (tally + standing.times, standing)
    }
}

extension SQLRow {
    /// The key that the next columns are, and how many there are of it in the one after.
    fileprivate mutating func key(_ make: (inout SQLRow) throws -> Tally.Key) throws -> (name: String, number: Int) {
        let key = try make(&self)
        return (key.name, try integer())
    }

    fileprivate mutating func integer(after name: String) throws -> (name: String, number: Int) { (name, try integer()) }
}

extension Tally {
    fileprivate mutating func add(_ entry: (name: String, number: Int)) { add(entry.number, to: entry.name) }
}
