internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// The present moment for what is compared between hosts.
    func now(_ clock: any WallClock) throws -> Timestamp {
        try first("SELECT \(raw: dialect.clock)") { try $0.optionalTime() }.flatMap(\.self) ?? clock.now
    }
}
