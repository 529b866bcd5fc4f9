internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Writes a run that was made from rows of the Python program, and event 1 of it, which holds its whole state and is dated when the run changed last.
    func takeOver(_ document: RunDocument, by actor: Actor) throws {
        try insertRows(of: document)
        func list(_ documents: [String]) -> String { "[\(documents.joined(separator: ","))]" }
        let executions = document.phases.flatMap(\.executions)
        var transaction = try RunTransaction(self, run: document.run.id, actor: actor, now: document.run.updatedAt)
        try transaction.record(
            .runTakenOver, .run, document.run.id.description,
            [
                "run": document.configuredRun.document, "phases": list(try document.phases.map { try $0.phase.documentWithDependencies() }),
                "executions": list(executions.map(\.execution.document)),
                "findings": list(executions.flatMap(\.findings).map(\.document)), "artifacts": list(document.artifacts.map(\.document)),
                "interventions": list(document.phases.flatMap(\.interventions).map(\.document)),
            ])
        try transaction.finish()
    }

    /// Inserts the rows of a run with everything that belongs to it; what is derived from them must follow.
    private func insertRows(of document: RunDocument) throws {
        let run = document.run
        try insertRun(document.configuredRun, isCounted: false, host: nil, checkout: nil)
        for phase in document.phases {
            try insertWithDependencies(phase.phase)
            for execution in phase.executions {
                try insert(execution.execution, hidden: [run.id.sqlValue])
                for finding in execution.findings { try insert(finding, hidden: [run.id.sqlValue, phase.phase.id.sqlValue]) }
            }
            for intervention in phase.interventions { try insert(intervention, hidden: [run.id.sqlValue]) }
        }
        for artifact in document.artifacts { try insert(artifact) }
    }

    /// Keeps rows that have no place, after those that are kept already; what is there as a whole is not kept again.
    func keep(_ rows: [UnplacedRow]) throws {
        guard !rows.isEmpty else { return }
        var (last, known): (Int, Set<UnplacedRow>) = (0, [])
        try forEach("SELECT number, source_table, row_id, document, problem FROM unplaced_rows") { row in
            last = max(last, try row.integer())
            known.insert(try UnplacedRow(row: &row))
        }
        for row in rows where known.insert(row).inserted {
            last += 1
            try keep(row, as: last)
        }
    }

    /// Keeps a row that has no place.
    func keep(_ row: UnplacedRow, as number: Int) throws {
        try execute(
            Tables.unplacedRows.insertion(
                of: [number.sqlValue, .text(row.table), .text(row.id), .json(row.document), .text(row.problem)]))
    }
}
