import AgentOrchestrator

extension StateLocation {
    /// Opens the database, a file where it is missing.
    ///
    /// - Parameter leaseTime: How long leases are good.
    func open(leaseTime: Duration) async throws -> any SQLDatabase {
        switch self {
        case .sqlite(let path): return try SQLiteDatabase.open(path, takingOver: StateManager.predecessors())
        case .postgresql(let url, let password):
            #if PostgreSQL
                return try await PostgresDatabase.open(url, password: password?.reveal { $0 }, leaseTime: leaseTime)
            #else
                _ = (url, password, leaseTime)
                throw Failure(.usage, "this program was built without the driver for PostgreSQL: set 'state.url' to 'sqlite:PATH'")
            #endif
        }
    }
}
