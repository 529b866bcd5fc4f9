internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The configuration that a run goes by; `nil` where there is no such run.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek. It may be long: runs are read and listed without it.
    public func configuration(of id: Run.ID) async throws -> JSONValue? {
        try await database.read { connection in
            try undamaged(.run, id.description) {
                try connection.first("SELECT configuration FROM run_configurations WHERE run_id = \(id)") { try $0.json() }
            }
        }
    }

    /// Gives a run a new snapshot of the configuration, by which it goes on.
    ///
    /// - Parameters:
    ///   - configuration: The redacted effective document.
    ///   - retries: The number of retries of phases that say none of their own, before and now: open phases that have the one get the other,
    ///     in the same transaction and told by the same event.
    /// - Throws: ``StateError/leaseHeld(_:by:)`` while a live worker carries the run out, for it goes by what it began with;
    ///   ``StateError/invalid(_:)``, ``StateError/notFound(_:_:)``.
    public func setConfiguration(_ configuration: JSONValue, of id: Run.ID, retries: (before: Int, now: Int)? = nil) async throws {
        try Self.check(configuration)
        let machine = machine
        try await change(id) { transaction in
            if transaction.head.isHeld(at: transaction.now, machine: machine), let holder = transaction.head.leaseHolder {
                throw StateError.leaseHeld(id, by: holder)
            }
            let text = SQLValue.json(configuration)
            try transaction.connection.update(Tables.runConfigurations, set: [("configuration", text)], where: "run_id = \(id)")
            transaction.tell("configuration", text)
            transaction.set("configuration_fingerprint", Digest.text(of: configuration.canonicalText))
            let phases = try retries.map { try transaction.setRetries($0.now, of: $0.before) } ?? []
            try transaction.record(
                .runConfigurationChanged, .run, id.description, phases.isEmpty ? [:] : ["phases": "[\(phases.joined(separator: ","))]"])
        }
    }
}

extension RunTransaction {
    /// Changes how many retries the open phases have that had that many.
    ///
    /// - Returns: The changes, as documents.
    fileprivate func setRetries(_ number: Int, of before: Int) throws -> [String] {
        guard number != before else { return [] }
        let condition: SQLStatement = "run_id = \(head.id) AND max_retries = \(before) AND status NOT IN ('completed', 'skipped')"
        let phases = try connection.findPhases(where: condition)
        let change: ColumnValues = [("max_retries", number.sqlValue)]
        try connection.update(Tables.phases, set: change, where: condition)
        return phases.map { Tables.phases.document([("phase_id", $0.id.sqlValue)] + change) }
    }
}
