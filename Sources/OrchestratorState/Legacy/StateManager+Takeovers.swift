internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// What was done when this database was taken over from another program; `nil` for one that was made by this.
    ///
    /// - Throws: `DatabaseError`.
    public func takeover() async throws -> TakeoverReport? {
        try await database.read { connection in
            try connection.first("SELECT program, backup, time_zone, row_counts, taken_over_at FROM takeovers") {
                try TakeoverReport(row: &$0)
            }
        }
    }

    /// Rows of a database that was taken over, or of imported runs of the Python program, which have no place here, or not as they were.
    ///
    /// - Parameters:
    ///   - number: The `next` of the page before; 0 for the first.
    ///   - limit: At most that many, from 1 to 10,000.
    /// - Returns: The rows in the order in which they were met, and the number to give for the next page; `nil` on the last one.
    /// - Throws: ``StateError/invalid(_:)`` for a limit out of range.
    public func unplacedRows(after number: Int = 0, limit: Int = 1000) async throws -> (rows: [UnplacedRow], next: Int?) {
        guard (1...10_000).contains(limit) else { throw StateError.invalid([Violation("limit", "must be from 1 to 10000")]) }
        let found = try await database.read { connection in
            try connection.all(
                """
                SELECT number, source_table, row_id, document, problem FROM unplaced_rows WHERE number > \(number)
                ORDER BY number LIMIT \(limit + 1)
                """
            ) { row in
                let number = try row.integer()
                return (number, try UnplacedRow(row: &row))
            }
        }
        let page = found.prefix(limit)
        return (page.map(\.1), found.count > limit ? page.last?.0 : nil)
    }
}
