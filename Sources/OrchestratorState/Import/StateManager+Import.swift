internal import Logging
internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// Reads a run that ``exportJSON(of:phase:_:)`` wrote, in another store or earlier in this one, or one that the Python Agent Orchestrator exported.
    ///
    /// All of the document is checked, the chain of its events too, before anything is written; then rows and events are written as they are, in one
    /// transaction, and no event is added. In the same transaction the events are replayed: where the rows are not what they tell, all is undone.
    /// The contents of artifacts are no part of the document: their rows say `absent`. A lease that the
    /// run had is over.
    ///
    /// A run of the Python program is taken over as those of its databases are (see ``predecessors(clock:)``): its history begins with one event
    /// that holds its whole state, local times are those of this machine, and what has no place, or not as it was, is kept whole
    /// (see ``unplacedRows(after:limit:)``) and named in the report.
    ///
    /// - Parameters:
    ///   - path: The file, which may be a pipe.
    ///   - dryRun: Whether the document is only checked: what was written is undone.
    /// - Throws: ``ImportProblems`` with everything that is wrong with the document; ``StateError/conflict(_:)`` where the run, or something of
    ///   it, is in the store already.
    /// - Complexity: Linear in the document, which is read twice, and a third time where rows contradict events. Memory grows by a few bytes a
    ///   finding; a run of the Python program is held as a whole, as the event is that its history begins with.
    public func importRun(fromFile path: String, dryRun: Bool = false) async throws -> ImportReport {
        try await importRun(fromFile: path, dryRun: dryRun, zone: .machine)
    }

    func importRun(fromFile path: String, dryRun: Bool, zone: LegacyZone) async throws -> ImportReport {
        let file = try ScratchFile(copying: path)
        if LegacyReader.recognizes(JSONFile(file)) {
            let legacy = try LegacyImport(JSONFile(file), zone: zone, now: clock.now)
            let actor = actor
            return try await write(legacy.report, dryRun: dryRun) { connection in
                try connection.takeOver(legacy.document, by: actor)
                try connection.keep(legacy.unplaced)
            }
        }
        let report = try RunReader(JSONFile(file)).read()
        do {
            return try await write(report, dryRun: dryRun) { connection in
                let position = try RunPosition.next(at: report.run.createdAt, in: connection)
                _ = try RunReader(JSONFile(file), position: position) { table, values in
                    try connection.execute(table.insertion(of: values))
                }.read()
                try Contradictions.check(report.run.id, connection)
                try connection.derive(report.run.id)
            }
        } catch let contradictions as Contradictions {
            throw try contradictions.told(of: JSONFile(file))
        }
    }

    /// Thrown to undo what was written on trial.
    private struct Rehearsed: Error {}

    /// Writes a run that is not in the store yet.
    private func write(
        _ report: ImportReport, dryRun: Bool, _ body: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws -> ImportReport {
        let run = report.run
        try await database.read { try Self.checkIsFree(run, $0) }
        if !dryRun { try checkActor() }
        do {
            try await database.write { connection in
                try Self.checkIsFree(run, connection)
                try body(connection)
                if dryRun { throw Rehearsed() }
            }
        } catch is Rehearsed {
            return report
        } catch let error as DatabaseError where error.kind == .conflict {
            throw StateError.conflict("something of run \(run.id.short) belongs to another run of this store already: its identity is not unique")
        }
        logger.info("run imported", metadata: ["run": "\(run.id.short)", "actor": "\(actor)"])
        return report
    }

    private static func checkIsFree(_ run: Run, _ connection: any SQLConnection) throws {
        let isKnown = try connection.first("SELECT 1 FROM runs WHERE run_id = \(run.id)") { try $0.integer() } != nil
        guard !isKnown else {
            throw StateError.conflict("run \(run.id.short) is in this store already: delete it before, or import into another store")
        }
        guard let key = run.idempotencyKey else { return }
        let other = try connection.first("SELECT run_id FROM runs WHERE idempotency_key = \(key)") { try $0.identifier(Run.ID.self) }
        guard let other else { return }
        throw StateError.conflict("the idempotency key of run \(run.id.short) is that of run \(other.short) of this store")
    }
}
