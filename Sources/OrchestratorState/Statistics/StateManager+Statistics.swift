internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// How many rows there are of everything, and how the runs stand.
    public func statistics() async throws -> Statistics {
        let storage = try await database.storageFacts()
        return try await database.read { connection in
            var runs: [Run.Status: Int] = [:]
            try connection.forEach("SELECT status, COUNT(*) FROM runs GROUP BY status") {
                let status: Run.Status = try $0.choice()
                runs[status] = try $0.integer()
            }
            var rows: [(String, Int)] = []
            for table in Tables.all where table.name != Tables.phaseDependencies.name {
                rows.append((table.name, try connection.first("SELECT COUNT(*) FROM \(raw: table.name)") { try $0.integer() } ?? 0))
            }
            return Statistics(runs: runs, rows: rows, storage: storage)
        }
    }
}
