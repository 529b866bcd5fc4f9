internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// A run in numbers, from one snapshot; `nil` where there is no such run.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Two index seeks, however many findings there are: the counters are kept with the run.
    public func summary(of id: Run.ID) async throws -> RunSummary? {
        try await database.read { connection in
            try undamaged(.run, id.description) {
                guard let run = try connection.find(Run.self, where: "run_id = \(id)"),
                    let head = try connection.first(RunHead.query(id, in: connection.dialect), { try RunHead(row: &$0) })
                else { return nil }
                return RunSummary(run, Tally(text: head.tally ?? ""))
            }
        }
    }
}
