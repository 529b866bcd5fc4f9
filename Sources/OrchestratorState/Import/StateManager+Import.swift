internal import Logging
internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// Reads a run that ``exportJSON(of:phase:_:)`` wrote, in another store or earlier in this one.
    ///
    /// All of the document is checked, the chain of its events too, before anything is written; then rows and events are written as they are, in one
    /// transaction, and no event is added. The contents of artifacts are no part of the document: their rows say `absent`. A lease that the
    /// run had is over.
    ///
    /// - Parameters:
    ///   - path: The file, which may be a pipe.
    ///   - dryRun: Whether the document is only checked.
    /// - Throws: ``ImportProblems`` with everything that is wrong with the document; ``StateError/conflict(_:)`` where the run, or something of
    ///   it, is in the store already.
    /// - Complexity: Linear in the document, which is read twice. Memory grows by a few bytes a finding.
    public func importRun(fromFile path: String, dryRun: Bool = false) async throws -> ImportReport {
        let file = try ScratchFile(copying: path)
        let report = try RunReader(JSONFile(file)).read()
        let run = report.run
        try await database.read { try Self.checkIsFree(run, $0) }
        guard !dryRun else { return report }
        do {
            try await database.write { connection in
                try Self.checkIsFree(run, connection)
                let position = try RunPosition.next(at: run.createdAt, in: connection)
                _ = try RunReader(JSONFile(file), position: position) { table, values in
                    try connection.execute(table.insertion(of: values))
                }.read()
                try connection.derive(run.id)
            }
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
