internal import Logging
internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// What ``deleteRun(_:)`` would delete.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/conflict(_:)`` where the run has not ended.
    public func deletion(of id: Run.ID) async throws -> RunDeletion {
        let rows = try await database.read { connection in
            try Self.checkHasEnded(id, connection)
            return try Self.rowsOfRuns.map { table, condition in
                let count = try connection.first("SELECT COUNT(*) FROM \(raw: table) WHERE \(condition(id))") { try $0.integer() }
                return RunDeletion.Rows(table: table, count: count ?? 0)
            }.filter { $0.count > 0 }
        }
        return RunDeletion(rows: rows, files: files.all(of: id))
    }

    /// Deletes a run that has ended: first its rows and its history, in one transaction, then the files of its artifacts.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/conflict(_:)`` where the run has not ended.
    public func deleteRun(_ id: Run.ID) async throws {
        try checkActor()
        try await database.write { connection in
            // Nobody changes it between the look and the deletion.
            try connection.forEach(RunHead.lockingQuery(id, in: connection.dialect)) { _ in }
            try Self.checkHasEnded(id, connection)
            try connection.forget(id)
            try connection.deleteFindings(of: id)
            try connection.deleteEvents(of: id)
            // The rows of the other tables go with their parents.
            try connection.execute("DELETE FROM runs WHERE run_id = \(id)")
        }
        // After a crash in between the files are left, which does no harm; rows without their files would.
        files.removeAll(of: id)
        logger.info("run deleted", metadata: ["run": "\(id.short)", "actor": "\(actor)"])
    }

    /// What ``cleanUpRun(_:reason:)`` would end.
    ///
    /// - Throws: What that would throw.
    public func cleanup(of id: Run.ID) async throws -> RunCleanup {
        let machine = machine
        let now = clock.now
        return try await database.read { connection in
            try undamaged(.run, id.description) {
                guard let run = try connection.find(Run.self, where: "run_id = \(id)"),
                    let head = try connection.first(RunHead.query(id, in: connection.dialect), { try RunHead(row: &$0) })
                else { throw StateError.notFound(.run, id.description) }
                if head.isHeld(at: head.readAt ?? now, machine: machine), let holder = head.leaseHolder { throw StateError.leaseHeld(id, by: holder) }
                guard Run.transitions.allows(head.status, to: .failed) else { throw head.illegal(to: .failed) }
                func count(_ table: String, _ status: String) throws -> Int {
                    let query: SQLStatement = "SELECT COUNT(*) FROM \(raw: table) WHERE run_id = \(id) AND status = \(status)"
                    return try connection.first(query) { try $0.integer() } ?? 0
                }
                return RunCleanup(
                    run: run, executions: try count("executions", Execution.Status.running.rawValue),
                    questions: try count("manual_interventions", ManualIntervention.Status.pending.rawValue))
            }
        }
    }

    /// Marks a run that can't go on as failed.
    ///
    /// - Parameter reason: Why; it becomes the run's error message.
    /// - Throws: ``StateError/leaseHeld(_:by:)`` while a process carries it out; ``StateError/illegalTransition(_:)`` where it has ended.
    public func cleanUpRun(_ id: Run.ID, reason: String? = nil) async throws {
        try Self.check(reason, "reason")
        let machine = machine
        try await change(id) { transaction in
            if transaction.head.isHeld(at: transaction.now, machine: machine), let holder = transaction.head.leaseHolder {
                throw StateError.leaseHeld(id, by: holder)
            }
            transaction.set("error_message", reason ?? "given up by hand")
            try transaction.end(.failed, .runFailed)
        }
    }

    private static func checkHasEnded(_ id: Run.ID, _ connection: any SQLConnection) throws {
        let status: Run.Status? = try undamaged(.run, id.description) {
            try connection.first("SELECT status FROM runs WHERE run_id = \(id)") { try $0.choice() }
        }
        guard let status else { throw StateError.notFound(.run, id.description) }
        guard Run.transitions.isFinal(status) else {
            throw StateError.conflict("run \(id.short) is \(status.rawValue), and only a run that has ended can be deleted")
        }
    }

    private static let rowsOfRuns: [(String, @Sendable (Run.ID) -> SQLStatement)] = {
        let direct = ["phases", "executions", "findings", "artifacts", "manual_interventions", "events"]
        return direct.map { table in (table, { "run_id = \($0)" }) }
    }()
}

extension SQLConnection {
    /// Deletes the findings of a run, of which there may be a million, a few at a time: to undo a statement SQLite keeps every page that it changes in
    /// memory, and all those of rows that go with their parents.
    fileprivate func deleteFindings(of run: Run.ID) throws {
        let executions = try all("SELECT execution_id FROM executions WHERE run_id = \(run)") { try $0.identifier(Execution.ID.self) }
        for execution in executions {
            var rest = try findingIDs(of: execution)[...]
            while !rest.isEmpty {
                try execute("DELETE FROM findings WHERE finding_id IN (\(list: rest.prefix(1000)))")
                rest = rest.dropFirst(1000)
            }
        }
    }

    /// Deletes the events of a run one by one, for each may have a payload of megabytes.
    fileprivate func deleteEvents(of run: Run.ID) throws {
        let last = try first("SELECT MAX(sequence) FROM events WHERE run_id = \(run)") { try $0.optionalInteger() ?? 0 } ?? 0
        for sequence in stride(from: 1, through: last, by: 1) { try execute("DELETE FROM events WHERE run_id = \(run) AND sequence = \(sequence)") }
    }
}
