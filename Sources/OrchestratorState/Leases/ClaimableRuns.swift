internal import OrchestratorDatabase
internal import OrchestratorModel

/// The runs that a worker may take, best first: highest priority, then oldest.
///
/// A run may be taken where it is executing and no live worker holds it, or where it was paused for a question and the question is answered,
/// unless the answer has lapsed. On the way from one to the other no run is forgotten: what a worker left behind when it died is found by the
/// same look as what was just submitted.
struct ClaimableRuns {
    /// The machine's name. A run in a directory is taken only there.
    let host: String
    /// The terms of the labels that runs must have.
    let terms: [String]
    let now: Timestamp
    let machine: any Machine

    init(labels: [String: String], now: Timestamp, machine: any Machine) {
        host = machine.holder(since: now).host
        terms = SearchTerms.labels(labels).sorted()
        self.now = now
        self.machine = machine
    }

    /// A run that may be taken.
    struct Candidate {
        let id: Run.ID
        let priority: Int
        let position: Int
        /// The working tree that it works in; `nil` where it has a clone of its own.
        let directory: String?
        fileprivate let lease: LeaseStanding
        /// Its row, once it is locked; `nil` where it is not.
        let row: ClaimableRow?

        fileprivate static func columns(_ dialect: SQLDialect) -> String {
            "run_id, position, \(LeaseStanding.columns(dialect)), priority, checkout"
        }

        fileprivate init(row: inout SQLRow) throws {
            id = try row.identifier()
            position = try row.integer()
            lease = try LeaseStanding(row: &row)
            priority = try row.integer()
            directory = try row.optionalText()
            self.row = nil
        }

        fileprivate static func lockedColumns(_ dialect: SQLDialect) -> String { "\(ClaimableRow.columns(dialect)), priority, checkout" }

        fileprivate init(lockedRow columns: inout SQLRow) throws {
            let row = try ClaimableRow(row: &columns)
            (id, position, lease) = (row.head.id, row.head.position, LeaseStanding(row.head))
            priority = try columns.integer()
            directory = try columns.optionalText()
            self.row = row
        }

        func goesBefore(_ other: Self) -> Bool { (other.priority, position) < (priority, other.position) }
    }

    /// The best ones, no two of them in one directory: two agents in one working tree can't be fenced.
    ///
    /// What others are just taking is passed over, and so is a directory in which they take something.
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - isLooking: Whether nothing is to be taken, so that no row is locked.
    /// - Complexity: One seek in each of two indexes, which hold no run that has ended, and one for each worker; a look at each run of those that
    ///   died.
    func best(_ limit: Int, in connection: any SQLConnection, isLooking: Bool = false) throws -> [Candidate] {
        let candidates = try look(limit, in: connection, isLooking: isLooking).sorted { $0.goesBefore($1) }
        var directories: Set<String> = []
        return Array(candidates.filter { $0.directory.map { directories.insert($0).inserted } ?? true }.prefix(limit))
    }

    /// What a look at the store finds. One that died in a directory goes before those that wait for it, for what it has started may still be at work
    /// there.
    private func look(_ limit: Int, in connection: any SQLConnection, isLooking: Bool) throws -> [Candidate] {
        var candidates: [Candidate] = []
        var dead: Set<String> = []
        let dialect = connection.dialect
        let waiting = [waiting(dialect, isLooking ? nil : limit), answered(dialect, isLooking ? nil : limit)]
        try connection.forEach(of: waiting + [owners(dialect)]) { query, row in
            if query < waiting.count {
                let candidate = isLooking ? try Candidate(row: &row) : try Candidate(lockedRow: &row)
                if !candidate.lease.isHeld(at: now, machine: machine) { candidates.append(candidate) }
            } else {
                let lease = try LeaseStanding(row: &row)
                if let owner = lease.owner, !lease.isHeld(at: now, machine: machine) { dead.insert(owner) }
            }
        }
        return try candidates + abandoned(by: dead, in: connection)
    }

    /// What those owners have left behind, in directories where nobody else lives.
    func abandoned(by owners: Set<String>, in connection: any SQLConnection) throws -> [Candidate] {
        guard !owners.isEmpty else { return [] }
        var left: [Candidate] = []
        let held: SQLStatement = "SELECT \(raw: Candidate.columns(connection.dialect)) FROM runs WHERE \(raw: Self.isHeld)"
        try connection.forEach(
            "\(held) AND lease_owner IN (\(list: owners.sorted())) AND (repository_host IS NULL OR repository_host = \(host)) AND \(isMatching)"
        ) { row in
            let candidate = try Candidate(row: &row)
            if !candidate.lease.isHeld(at: now, machine: machine) { left.append(candidate) }
        }
        let directories = Set(left.compactMap(\.directory)).sorted()
        guard !directories.isEmpty else { return left }
        var busy: Set<String> = []
        try connection.forEach("\(held) AND repository_host = \(host) AND checkout IN (\(list: directories))") { row in
            let candidate = try Candidate(row: &row)
            if let directory = candidate.directory, candidate.lease.isHeld(at: now, machine: machine) { busy.insert(directory) }
        }
        return left.filter { $0.directory.map(busy.contains) != true }
    }

    /// How many directories in which others are just taking something a look passes over at most.
    private static let passedOver = 64

    /// Those that nobody has, best first.
    ///
    /// - Parameter limit: How many are locked, to be taken; `nil`: it is only asked for the best one.
    func waiting(_ dialect: SQLDialect, _ limit: Int?) -> SQLStatement {
        ordered("runs_waiting", "status = 'executing' AND lease_owner IS NULL", limit, dialect)
    }

    /// Those whose questions are answered, best first.
    func answered(_ dialect: SQLDialect, _ limit: Int?) -> SQLStatement {
        ordered("runs_answered", "\(raw: Self.isAnswered) AND NOT \(Self.hasLapsedAnswer(at: now))", limit, dialect)
    }

    /// Those with an answer whose time is over before a pass has used it: nobody takes them until the question is asked again.
    ///
    /// - Complexity: A look at each run whose questions are answered and that nobody has taken yet.
    static func lapsed(at now: Timestamp, _ dialect: SQLDialect) -> SQLStatement {
        """
        SELECT run_id FROM runs \(raw: dialect.indexed(by: "runs_answered"))
        WHERE \(raw: isAnswered) AND \(hasLapsedAnswer(at: now)) ORDER BY priority DESC, position
        """
    }

    private static let isAnswered = "status = 'paused' AND answered_at IS NOT NULL"

    private static func hasLapsedAnswer(at now: Timestamp) -> SQLStatement {
        // By way of the phases: interventions that are answered are in no index by their runs.
        """
        EXISTS (SELECT 1 FROM phases AS p JOIN manual_interventions AS i ON i.phase_id = p.phase_id
            WHERE p.run_id = runs.run_id AND i.status = 'resolved' AND i.consumed_by IS NULL AND i.expires_at <= \(now))
        """
    }

    private func ordered(_ index: String, _ condition: SQLStatement, _ limit: Int?, _ dialect: SQLDialect) -> SQLStatement {
        let ordered: SQLStatement = "WHERE \(condition) AND \(isFree(dialect)) AND \(isMatching) ORDER BY priority DESC, position"
        let runs: SQLStatement = "runs \(raw: dialect.indexed(by: index)) \(ordered)"
        guard let limit else { return "SELECT \(raw: Candidate.columns(dialect)) FROM \(runs) LIMIT 1" }
        let columns = Candidate.lockedColumns(dialect)
        guard let reserving = dialect.reserving("\(host) || ':' || checkout") else { return "SELECT \(raw: columns) FROM \(runs) LIMIT \(raw: "\(limit)")" }
        // A directory is reserved for a row that was got, so it comes after the lock: behind a LIMIT nothing is drawn forward. That it is a small number,
        // and known, lets the server walk the index instead of sorting all that wait.
        return """
            SELECT \(raw: columns) FROM (SELECT * FROM \(runs) LIMIT \(raw: "\(limit + Self.passedOver)") \(dialect.skippingLocked)) AS runs
            WHERE checkout IS NULL OR \(reserving) LIMIT \(raw: "\(limit)")
            """
    }

    /// Of each owner of leases the one that runs out first: as long as it is good, so are the others. From each the next is found by one seek, however
    /// many runs they have.
    func owners(_ dialect: SQLDialect) -> SQLStatement {
        let lease: SQLStatement = "SELECT \(raw: LeaseStanding.columns(dialect)) FROM"
        func first(_ condition: SQLStatement) -> SQLStatement {
            let rest: SQLStatement = """
                runs \(raw: dialect.indexed(by: "runs_owned")) WHERE \(raw: Self.isHeld)\(condition) ORDER BY lease_owner, lease_boot_deadline LIMIT 1
                """
            return dialect.joinOfFirst("run_id", in: "runs", rest)
        }
        return """
            WITH RECURSIVE owners (owner, holder, expires_at, boot_deadline, read_at) AS (
                \(lease) (SELECT 1 AS beginning) AS no_owners \(first(""))
                UNION ALL
                \(lease) owners \(first(" AND lease_owner > owner"))
            )
            SELECT owner, holder, expires_at, boot_deadline, read_at FROM owners
            """
    }

    private static let isHeld = "status = 'executing' AND lease_owner IS NOT NULL"

    /// The directory is on this host, and has no worker.
    func isFree(_ dialect: SQLDialect) -> SQLStatement {
        // Not by NOT EXISTS: for that a server may read all runs that are held, to have them ready.
        """
        (repository_host IS NULL OR repository_host = \(host) AND (
            SELECT held.run_id FROM runs AS held \(raw: dialect.indexed(by: "runs_held")) WHERE held.status = 'executing' AND held.lease_owner IS NOT NULL
                AND held.repository_host = runs.repository_host AND held.checkout = runs.checkout LIMIT 1) IS NULL)
        """
    }

    private var isMatching: SQLStatement {
        guard !terms.isEmpty else { return "1 = 1" }
        return terms.map { term -> SQLStatement in
            "EXISTS (SELECT 1 FROM run_terms AS t WHERE t.term = \(term) AND t.position = runs.position)"
        }.joined(separator: " AND ")
    }
}
