internal import OrchestratorDatabase
internal import OrchestratorModel

/// The part of a run's row that decisions need: reading the whole row would carry the configuration along with every write.
struct RunHead {
    let id: Run.ID
    var status: Run.Status
    var totalPhases: Int
    var completedPhases: Int
    var stopRequested: Run.StopRequest
    let startedAt: Timestamp?
    let leaseEpoch: Int
    let leaseOwner: String?
    let leaseHolder: LeaseHolder?
    let leaseExpiresAt: Timestamp?
    let leaseBootDeadline: Int?
    var lastEvent: Int
    var lastEventHash: String
    /// See ``RunPosition``.
    let position: Int
    /// The text of the run's ``Tally``; `nil` where its rows are not counted yet.
    let tally: String?
    var statusSince: Timestamp
    /// When it was read, by the clock of the database; `nil` where that has none.
    let readAt: Timestamp?

    static func query(_ id: Run.ID, in dialect: SQLDialect) -> SQLStatement { query(where: "run_id = \(id)", in: dialect) }

    private static func query(where condition: SQLStatement, in dialect: SQLDialect) -> SQLStatement {
        var statement = SQLStatement(text: selections[dialect] ?? selection(in: dialect))
        statement.append(condition)
        return statement
    }

    /// Each made once: a write begins with one of them.
    private static let selections = [SQLDialect.sqlite: selection(in: .sqlite), .postgresql: selection(in: .postgresql)]

    private static func selection(in dialect: SQLDialect) -> String { "SELECT \(columns(dialect)) FROM runs WHERE " }

    /// What ``init(row:)`` reads.
    static func columns(_ dialect: SQLDialect) -> String {
        """
        run_id, status, total_phases, completed_phases, stop_requested, started_at, lease_epoch, lease_owner, lease_holder,
            lease_expires_at, lease_boot_deadline, last_event, last_event_hash, position, tally, status_since, \(dialect.clock)
        """
    }

    /// The query of who is going to change the run: the row is locked, so that its events get their numbers in the order of commits.
    static func lockingQuery(_ id: Run.ID, in dialect: SQLDialect) -> SQLStatement { lockingQuery(where: "run_id = \(id)", in: dialect) }

    /// The same for the one run that the condition names.
    static func lockingQuery(where condition: SQLStatement, in dialect: SQLDialect) -> SQLStatement {
        var statement = query(where: condition, in: dialect)
        statement.append(SQLStatement(text: " "))
        statement.append(dialect.rowLock)
        return statement
    }

    init(row: inout SQLRow) throws {
        id = try row.identifier()
        status = try row.choice()
        totalPhases = try row.integer()
        completedPhases = try row.integer()
        stopRequested = try row.choice()
        startedAt = try row.optionalTime()
        leaseEpoch = try row.integer()
        leaseOwner = try row.optionalText()
        leaseHolder = try row.optional(LeaseHolder.init(document:))
        leaseExpiresAt = try row.optionalTime()
        leaseBootDeadline = try row.optionalInteger()
        lastEvent = try row.integer()
        lastEventHash = try row.text()
        position = try row.integer()
        tally = try row.optionalText()
        statusSince = try row.time()
        readAt = try row.optionalTime()
    }
}
