internal import OrchestratorDatabase
public import OrchestratorModel

/// What was done when the database of another program was taken over.
public struct TakeoverReport: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Whose database it was.
    public let program: String
    /// Where the database is as it was.
    public let backup: String
    /// The zone that local times were taken in.
    public let timeZone: String
    /// How many rows there are now of each table, and how many of ``UnplacedRow``.
    public let rowCounts: [String: Int]
    /// When it was done.
    public let takenOverAt: Timestamp

    init(program: String, backup: String, timeZone: String, rowCounts: [String: Int], takenOverAt: Timestamp) {
        self.program = program
        self.backup = backup
        self.timeZone = timeZone
        self.rowCounts = rowCounts
        self.takenOverAt = takenOverAt
    }

    enum CodingKeys: String, CodingKey {
        case program, backup
        case timeZone = "time_zone"
        case rowCounts = "row_counts"
        case takenOverAt = "taken_over_at"
    }

    /// Sentences that are safe to print.
    public var description: String {
        let names = [
            ("runs", "run"), ("phases", "phase"), ("executions", "execution"), ("findings", "finding"), ("artifacts", "artifact"),
            ("manual_interventions", "intervention"),
        ]
        let counts = names.map { Self.counted(rowCounts[$0.0] ?? 0, $0.1) }.joined(separator: ", ")
        let unplaced = rowCounts["unplaced_rows"] ?? 0
        let report =
            unplaced == 0
            ? "Nothing had to change." : "\(Self.counted(unplaced, "row")) had no place, or not as it was: 'orchestrator db check' shows what and why."
        return """
            the database of the \(Printable.escaped(program)) was taken over: \(counts). Local times were read as \(Printable.escaped(timeZone)). \
            \(report) The database as it was is kept in \(Printable.escaped(backup)).
            """
    }

    private static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// The row of the table, with the number 1: a database is taken over once.
    var values: [SQLValue] {
        [
            1.sqlValue, .text(program), .text(backup), .text(timeZone),
            .json(.object(rowCounts.mapValues { .integer(Int64($0)) })), takenOverAt.sqlValue,
        ]
    }

    init(row: inout SQLRow) throws {
        program = try row.text()
        backup = try row.text()
        timeZone = try row.text()
        rowCounts = (try row.json().object ?? [:]).compactMapValues { $0.integer.map(Int.init) }
        takenOverAt = try row.time()
    }
}
