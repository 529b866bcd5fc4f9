internal import OrchestratorDatabase
internal import OrchestratorModel

/// What the transactions of several runs write at their ends, where they are committed together: the same tables, so that one statement writes the rows
/// of all. A server begins each statement with checks of its own, which take longer than the row.
final class JointWrites {
    private var events: [[SQLValue]] = []
    private var updates: [(columns: [String], rows: [(run: Run.ID, values: [SQLValue])])] = []

    /// - Parameter values: Those of ``EventDraft/values(hash:)``.
    func insertEvent(_ values: [SQLValue]) { events.append(values) }

    /// Sets columns of a run's row, which is locked.
    func update(_ run: Run.ID, set changes: ColumnValues) {
        let columns = changes.map(\.column)
        let index = updates.firstIndex { $0.columns == columns } ?? updates.count
        if index == updates.count { updates.append((columns, [])) }
        updates[index].rows.append((run, changes.map(\.value)))
    }

    /// Writes what has come together, on the next way to the server.
    func write(_ connection: any SQLConnection) throws {
        defer { (events, updates) = ([], []) }
        if !events.isEmpty { try connection.executeLater(Tables.events.insertion(ofRows: events)) }
        for update in updates {
            try connection.executeLater(
                Tables.runs.update(of: update.columns, toRows: update.rows.map { $0.values + [$0.run.sqlValue] }, in: connection.dialect))
        }
    }
}
