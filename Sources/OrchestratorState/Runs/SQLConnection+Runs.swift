internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Inserts the row of a run whose other rows are not there yet.
    ///
    /// - Parameter isCounted: Whether its changes are counted from now on; otherwise ``derive(_:)`` must follow, once all its rows are there.
    func insertRun(_ run: Run, isCounted: Bool) throws {
        let position = try RunPosition.next(at: run.createdAt, in: self)
        try insert(
            run, hidden: [.null, position.sqlValue, isCounted ? .text("") : .null, run.createdAt.sqlValue])
    }

    /// Makes what is derived from the rows of a run: its terms, its tally, and its part of the totals. What was derived before is replaced.
    ///
    /// For those who write many rows of a run at once, such as an import; others keep it up to date as they go.
    /// - Complexity: Reads all rows of the run.
    func derive(_ run: Run.ID) throws {
        try forget(run)
        guard let head = try first(RunHead.query(run), { try RunHead(row: &$0) }) else { return }
        try add(try terms(of: run), at: head.position)
        let counted = try countedTally(of: run)
        try update(
            Tables.runs,
            set: [("tally", counted.tally.text.sqlValue), ("status_since", (counted.statusSince ?? head.statusSince).sqlValue)],
            where: "run_id = \(run)")
        if Run.transitions.isFinal(head.status) {
            try addToTotals(counted.tally.contribution(of: head.status, events: head.lastEvent))
        }
    }

    /// Takes away what is derived from the rows of a run: before it is deleted.
    ///
    /// - Complexity: Reads all texts of the run.
    func forget(_ run: Run.ID) throws {
        guard let head = try first(RunHead.query(run), { try RunHead(row: &$0) }) else { return }
        try remove(try terms(of: run), at: head.position)
        guard let text = head.tally else { return }
        if Run.transitions.isFinal(head.status) {
            try addToTotals(Tally() - Tally(text: text).contribution(of: head.status, events: head.lastEvent))
        }
        try update(Tables.runs, set: [("tally", .null)], where: "run_id = \(run)")
    }
}
