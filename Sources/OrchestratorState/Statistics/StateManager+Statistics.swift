internal import OrchestratorDatabase
package import OrchestratorModel

extension StateManager {
    /// What the store holds, counted: runs, phases, findings, times, tokens and cost, bytes.
    ///
    /// - Returns: Counts of one snapshot.
    /// - Throws: `DatabaseError`.
    /// - Complexity: Reads the totals of what has ended, about a hundred numbers, and the tallies of the runs that go on; no findings.
    public func statistics() async throws -> Statistics {
        let storage = try await database.storageFacts()
        let now = clock.now
        let tally = try await database.read { connection in
            var sum = try connection.totals()
            let live = Run.Status.allCases.filter { !Run.transitions.isFinal($0) }
            try connection.forEach(
                "SELECT status, tally, last_event, status_since FROM runs WHERE status IN (\(list: live.map(\.rawValue)))"
            ) { row in
                let status: Run.Status = try row.choice()
                let tally = Tally(text: try row.optionalText() ?? "")
                sum += tally.contribution(of: status, events: try row.integer())
                sum.add(max(0, Int((now - (try row.time())).microseconds)), to: .time(status))
            }
            return sum
        }
        return Statistics(tally, storage: storage)
    }

    /// Where counters are not what a count over the rows gives, a sentence for each (invariant 4); none in a store that was not damaged.
    ///
    /// - Complexity: Reads all rows of the store, run by run, in one snapshot.
    package func wrongCounters() async throws -> [String] {
        try await database.read { connection in
            var problems: [String] = []
            var sum = Tally()
            let runs = try connection.all("SELECT run_id FROM runs ORDER BY position") { try $0.identifier(Run.ID.self) }
            for run in runs {
                guard let head = try connection.first(RunHead.query(run, in: connection.dialect), { try RunHead(row: &$0) }) else { continue }
                let counted = try connection.countedTally(of: run).tally
                let kept = head.tally.map(Tally.init(text:))
                if kept != counted {
                    let difference = (kept ?? Tally()) - counted
                    let names = difference.counts.sorted { $0.key < $1.key }.map { "\($0.key) by \($0.value)" }
                    problems.append("the counters of run \(run.short) are off: \(kept == nil ? "never counted" : names.joined(separator: ", "))")
                }
                if Run.transitions.isFinal(head.status) { sum += counted.contribution(of: head.status, events: head.lastEvent) }
            }
            let difference = try connection.totals() - sum
            for (name, number) in difference.counts.sorted(by: { $0.key < $1.key }) {
                problems.append("the total of \(name) is off by \(number)")
            }
            return problems
        }
    }

    /// Counts the rows of a run anew, and makes it findable by its words again: after many of its rows were written at once, or a repair.
    ///
    /// - Complexity: Reads all rows of the run.
    package func recount(_ run: Run.ID) async throws {
        try await database.write { try $0.derive(run) }
    }
}
