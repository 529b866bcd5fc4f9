internal import OrchestratorDatabase
internal import OrchestratorModel

extension Run {
    /// The host of its repository as it is stored: none where any host can clone it, and the empty text where it is not known, so that no
    /// worker takes the run until somebody has carried it out somewhere.
    func repositoryHost(_ host: String?) -> SQLValue {
        RepositoryAddress(repositoryPath).url == nil ? .text(host ?? "") : .null
    }

    /// Its working tree as it is stored: none where it has a clone of its own, and its directory until somebody has looked.
    ///
    /// - Parameter top: The top of the working tree, without links.
    func checkout(_ top: String?) -> SQLValue { RepositoryAddress(repositoryPath).url == nil ? .text(top ?? repositoryPath) : .null }
}

extension SQLConnection {
    /// Inserts the row of a run whose other rows are not there yet.
    ///
    /// - Parameters:
    ///   - isCounted: Whether its changes are counted from now on; otherwise ``derive(_:)`` must follow, once all its rows are there.
    ///   - host: The machine that its directory is on; `nil` where nobody knows.
    ///   - checkout: The top of the working tree that its directory lies in; `nil` where nobody knows.
    func insertRun(_ configured: ConfiguredRun, isCounted: Bool, host: String?, checkout: String?) throws {
        let run = configured.run
        let position = try RunPosition.next(at: run.createdAt, in: self)
        let counted: SQLValue = isCounted ? .text("") : .null
        try insert(
            run,
            hidden: [
                .null, position.sqlValue, counted, run.createdAt.sqlValue, run.repositoryHost(host), .null, run.checkout(checkout),
            ])
        try execute(Tables.runConfigurations.insertion(of: [run.id.sqlValue, .json(configured.configuration)]))
    }

    /// Makes what is derived from the rows of a run: its terms, its tally, its standing, and its part of the totals. What was derived before is replaced.
    ///
    /// For those who write many rows of a run at once, such as an import; others keep it up to date as they go.
    /// - Complexity: Reads all rows of the run.
    func derive(_ run: Run.ID) throws {
        try forget(run)
        guard let head = try first(RunHead.lockingQuery(run, in: dialect), { try RunHead(row: &$0) }) else { return }
        try forEachTerms(of: run) { try add($0, at: head.position) }
        let (tally, standing) = try countedTally(of: run)
        try update(
            Tables.runs,
            set: [
                ("tally", tally.text.sqlValue), ("status_since", (standing.statusSince ?? head.statusSince).sqlValue),
                ("answered_at", standing.answeredAt.sqlValue),
            ],
            where: "run_id = \(run)")
        if Run.transitions.isFinal(head.status) {
            try addToTotals(tally.contribution(of: head.status, events: head.lastEvent))
        }
    }

    /// Takes away what is derived from the rows of a run: before it is deleted.
    ///
    /// - Complexity: Reads all texts of the run.
    func forget(_ run: Run.ID) throws {
        // Of a run that was never counted nothing was derived.
        guard let head = try first(RunHead.lockingQuery(run, in: dialect), { try RunHead(row: &$0) }), let text = head.tally else { return }
        try forEachTerms(of: run) { try remove($0, at: head.position) }
        if Run.transitions.isFinal(head.status) {
            try addToTotals(Tally() - Tally(text: text).contribution(of: head.status, events: head.lastEvent))
        }
        try update(Tables.runs, set: [("tally", .null)], where: "run_id = \(run)")
    }
}
