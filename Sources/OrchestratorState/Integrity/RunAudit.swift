internal import OrchestratorDatabase
internal import OrchestratorModel

/// Compares what the store holds of one run with the run's history, in one snapshot.
///
/// Of a few columns the history says nothing, or not all, and they are not compared, or not wholly: until when a lease is good, by the time of day and
/// by the clock of the machine (`lease_boot_deadline`), and what became of the file of an artifact; on which host and in which working tree the run's
/// directory lies, of which it is known only whether there must be one. That a paused run was answered is compared while it is paused; afterwards nobody
/// asks. `position` and `tally` are compared once all runs are what they were: see ``ListAudit`` and `wrongCounters`.
struct RunAudit {
    let run: Run.ID
    let connection: any SQLConnection
    private let isDerived: Bool
    private(set) var report = IntegrityReport()
    private(set) var problems: [StoreProblem] = []

    /// Columns that no event tells for good: see ``RunReplay``. Counters are compared with counts instead.
    private static let passedOver: [EntityKind: Set<String>] = [
        .run: ["lease_expires_at", "total_phases", "completed_phases", "lease_epoch", "last_event", "last_event_hash"],
        .phase: ["retry_count"], .artifact: ["content"],
    ]

    /// - Parameter isDerived: Whether what is derived from the run's rows was made already.
    init(of run: Run.ID, isDerived: Bool = true, _ connection: any SQLConnection) {
        self.run = run
        self.isDerived = isDerived
        self.connection = connection
    }

    mutating func make() throws {
        let findings = try FindingAudit(of: run, connection)
        var chain = EventChain(of: run, findings: findings)
        try chain.follow(connection)
        report.runs = 1
        report.events = chain.count
        // Rows can't be compared with a history that is not what was written.
        if try isWhole(chain) {
            for kind in EntityKind.allCases {
                if kind == .finding { try addProblems(of: findings) } else { try compareRows(of: kind, with: chain.replay) }
            }
            try compareDependencies(with: chain.replay)
            if isDerived { try compareStanding() }
        }
        try checkCounters(chain)
    }

    private mutating func add(
        _ kind: StoreProblem.Kind, _ entity: EntityKind, _ id: String, columns: [String] = [], _ problem: String
    ) {
        problems.append(StoreProblem(kind, run: run.description, entity, id, columns: columns, problem))
    }

    /// Adds what kept the comparison from going on.
    mutating func addUnreadable(_ problem: String) { add(.changedRow, .run, run.description, "a row of it can't be read: \(problem)") }

    // MARK: - History

    /// Whether all events are there, up to the one that the run's row names as the last.
    private mutating func isWhole(_ chain: EventChain) throws -> Bool {
        let told = try connection.first("SELECT last_event, last_event_hash FROM runs WHERE run_id = \(run)") {
            (last: try $0.next(), hash: try $0.next())
        }
        if let breach = chain.breach {
            add(.brokenLink, .event, String(breach.sequence), breach.problem + "; the history can be trusted up to there")
            return false
        }
        let (number, hash) = (told?.last ?? .null, told?.hash ?? .null)
        guard case .integer(let last) = number else {
            add(.wrongCounter, .run, run.description, columns: ["last_event"], "is no number, and there are \(chain.count) events")
            return true
        }
        guard last <= chain.count else {
            let missing = chain.count + 1
            add(.brokenLink, .event, String(missing), "event \(missing) is missing: the run's row names \(last) as the last")
            return false
        }
        if last < chain.count {
            add(.wrongCounter, .run, run.description, "last_event is \(last), and there are \(chain.count) events")
        } else if hash != .text(chain.lastHash) {
            add(.brokenLink, .event, String(last), "event \(last) is not the one whose hash the run's row holds")
        }
        return true
    }

    // MARK: - Rows

    private mutating func compareRows(of kind: EntityKind, with replay: RunReplay) throws {
        guard let table = kind.table else { return }
        var told = replay.rows[kind] ?? [:]
        let passedOver = Self.passedOver[kind] ?? []
        var (count, found): (Int, [StoreProblem]) = (0, [])
        try connection.forEach("SELECT \(raw: table.columnList) FROM \(raw: table.name) WHERE \(condition(of: kind))") { row in
            let values = try table.documentColumns.map { _ in try row.next() }
            let key = Self.key(of: values, kind, table)
            count += 1
            guard let expected = told.removeValue(forKey: key) else {
                found.append(StoreProblem(.unexpectedRow, run: run.description, kind, key, "no event tells of this \(kind)"))
                return
            }
            let differing = zip(table.documentColumns, zip(values, expected.values)).compactMap { column, pair in
                pair.0 == pair.1 || passedOver.contains(column.name) ? nil : column.name
            }
            guard !differing.isEmpty else { return }
            found.append(
                StoreProblem(.changedRow, run: run.description, kind, key, columns: differing, "is not what events tell"))
        }
        report.rows += count
        problems += found.sorted { $0.id < $1.id }
        for key in told.keys.sorted() { add(.missingRow, kind, key, "events tell of this \(kind), and it is not there") }
    }

    private mutating func addProblems(of findings: FindingAudit) throws {
        let (rows, found) = try findings.problems()
        report.rows += rows
        problems += found
    }

    private func condition(of kind: EntityKind) -> SQLStatement {
        kind == .specRevision ? "phase_id IN (SELECT phase_id FROM phases WHERE run_id = \(run))" : "run_id = \(run)"
    }

    /// The key of a row, as problems name it.
    static func key(of values: [SQLValue], _ kind: EntityKind, _ table: TableDefinition) -> String {
        func text(_ column: String) -> String {
            guard let index = table.documentColumns.firstIndex(where: { $0.name == column }) else { return "" }
            switch values[index] {
            case .text(let text): return text
            case .integer(let number): return String(number)
            case .null, .real, .blob: return ""
            }
        }
        return table.primaryKey.map(text).joined(separator: " ")
    }

    private mutating func compareDependencies(with replay: RunReplay) throws {
        let edges = try connection.all("SELECT number, depends_on FROM phase_dependencies WHERE run_id = \(run) ORDER BY number, depends_on") {
            (try $0.integer(), try $0.integer())
        }
        let stored = Dictionary(grouping: edges, by: \.0).mapValues { $0.map(\.1) }
        for (id, row) in (replay.rows[.phase] ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard case .integer(let number) = row.value(of: "number", in: Tables.phases) else { continue }
            if stored[Int(number)] ?? [] != row.dependencies { add(.changedRow, .phase, id, columns: ["dependencies"], "is not what events tell") }
        }
    }

    /// Compares what steers which worker takes the run, and what no event tells by its name.
    private mutating func compareStanding() throws {
        let names = ["status_since", "answered_at", "repository_host", "checkout"]
        let kept = try connection.first(
            "SELECT repository_path, \(raw: names.joined(separator: ", ")) FROM runs WHERE run_id = \(run)"
        ) { row in (path: try row.next(), values: try names.map { _ in try row.next() }) }
        guard let kept, case .text(let path) = kept.path else { return }
        let standing = try connection.standing(of: run)
        func tell(_ column: Int, _ sentence: String) { add(.wrongColumn, .run, run.description, columns: [names[column]], sentence) }
        if let since = standing.statusSince, kept.values[0] != since.sqlValue { tell(0, "is not what events give") }
        if standing.status == .paused, kept.values[1] != standing.answeredAt.sqlValue { tell(1, "is not what the answers to its questions give") }
        let isLocal = RepositoryAddress(path).url == nil
        for column in 2...3 where (kept.values[column] != .null) != isLocal {
            tell(column, isLocal ? "is missing, and the repository is a directory" : "is there, and the repository is a URL")
        }
    }

    // MARK: - Counters

    private mutating func checkCounters(_ chain: EventChain) throws {
        let kept = try connection.first("SELECT total_phases, completed_phases, lease_epoch FROM runs WHERE run_id = \(run)") {
            (try $0.next(), try $0.next(), try $0.next())
        }
        let counted = try connection.first(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE status = 'completed') FROM phases WHERE run_id = \(run)"
        ) { (try $0.integer(), try $0.integer()) }
        guard let kept, let counted else { return }
        compare("total_phases", kept.0, counted.0, .run, run.description)
        compare("completed_phases", kept.1, counted.1, .run, run.description)
        guard chain.breach == nil else { return }
        compare("lease_epoch", kept.2, chain.claims, .run, run.description)
        let phases = try connection.all("SELECT phase_id, retry_count FROM phases WHERE run_id = \(run) ORDER BY number") {
            (try $0.text(), try $0.next())
        }
        for (id, retries) in phases { if let counted = chain.retries[id] { compare("retry_count", retries, counted, .phase, id) } }
    }

    private mutating func compare(_ counter: String, _ kept: SQLValue, _ counted: Int, _ kind: EntityKind, _ id: String) {
        guard kept != counted.sqlValue else { return }
        let number = if case .integer(let number) = kept { String(number) } else { "no number" }
        add(.wrongCounter, kind, id, columns: [counter], "is \(number), and a count gives \(counted)")
    }
}
