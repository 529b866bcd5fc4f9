public import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// The programs whose databases can be taken over when they are opened: the Python Agent Orchestrator, in version 1 of its schema.
    ///
    /// Everything is kept. Times without a zone are taken as local ones of this machine; rows without a place, and rows with a value that had to
    /// change, are kept whole beside the others (see ``unplacedRows(after:limit:)``). The run's history begins with one event that holds its whole
    /// state.
    ///
    /// - Parameter clock: Tells when it is done.
    public static func predecessors(clock: any WallClock = SystemWallClock()) -> [Predecessor] {
        [predecessor(zone: .machine, clock: clock)]
    }

    private static let program = "Python Agent Orchestrator"

    static func predecessor(zone: LegacyZone, clock: any WallClock) -> Predecessor {
        Predecessor(program: program, backupSuffix: ".v1.backup", recognizes: isLegacy) { connection, backup in
            let now = clock.now
            var store = LegacyStore(connection, zone: zone, now: now)
            try store.moveOver()
            let report = TakeoverReport(
                program: program, backup: backup, timeZone: zone.name, rowCounts: store.counts, takenOverAt: now)
            try connection.execute(Tables.takeovers.insertion(of: report.values))
            return report.description
        }
    }

    private static func isLegacy(_ connection: any SQLConnection) throws -> Bool {
        for (table, columns) in LegacyTables.telling {
            let known = try connection.all("SELECT name FROM pragma_table_info(\(table))") { try $0.text() }
            guard columns.isSubset(of: known) else { return false }
        }
        let versions = try connection.all("SELECT CAST(version AS TEXT) FROM schema_version") { try $0.optionalText() ?? "" }
        guard versions.contains("1"), versions.allSatisfy({ $0 == "1" }) else {
            let newest = versions.max { $0.count == $1.count ? $0 < $1 : $0.count < $1.count } ?? "none"
            throw DatabaseError(
                .version, at: "the database",
                "it was made by the Python Agent Orchestrator with version \(Printable.escaped(String(newest.prefix(20)))) of its schema; version 1 can be taken over"
            )
        }
        return true
    }
}
