internal import OrchestratorDatabase
internal import OrchestratorModel

/// Says what became of the findings of a phase, a few at a time: there may be too many to hold. ``FindingTimeline`` decides, from all reports of a finding
/// together.
struct FindingsWalk: Sendable {
    /// A report of a finding, as far as it is needed to find it again.
    struct Entry: Sendable {
        let id: Finding.ID
        let state: TrackedFinding.State
        let severity: Severity
        /// Whether no later pass has reported the finding.
        let isLatest: Bool
        /// Whether its line or severity is another one than in the report before.
        let isUpdated: Bool
        let pass: Int
    }

    /// The rules of the tools, or the checks, of the latest reports.
    private(set) var rules: Set<String> = []
    private let phase: RunDocument.PhaseDocument
    private let passNumbers: [Execution.ID: Int]
    private var lists: [List]
    private var tallies: [Convergence.Pass] = []
    private var standing: [StandingFindings] = []

    /// What is read ahead of one pass, in the order of fingerprints.
    private struct List {
        let execution: Execution.ID
        var rows: ArraySlice<Row> = []
        /// Where it was read up to.
        var last: Place?
        var isRead = false
    }

    private struct Row: Sendable {
        let report: PhaseFindings.Report
        let severity: Severity
        let line: Int?
        let rule: String

        var place: Place { Place(fingerprint: report.key.fingerprint, ordinal: report.key.ordinal) }
    }

    /// Where a report stands in the list of its pass.
    private struct Place: Comparable {
        let fingerprint: String
        let ordinal: Int

        static func < (left: Place, right: Place) -> Bool {
            if left.fingerprint == right.fingerprint { return left.ordinal < right.ordinal }
            return left.fingerprint.utf8.lexicographicallyPrecedes(right.fingerprint.utf8)
        }
    }

    /// - Parameter phase: The phase; its findings may be left out.
    init(of phase: RunDocument.PhaseDocument) {
        self.phase = phase
        passNumbers = phase.passNumbers
        lists = phase.executions.map { List(execution: $0.execution.id) }
    }

    /// Whether all were given.
    var isComplete: Bool { lists.allSatisfy { $0.isRead && $0.rows.isEmpty } }

    /// Whether the passes got anywhere, once all were given.
    var convergence: Convergence {
        // One that has no findings has passes too.
        tallies.isEmpty ? FindingTimeline(PhaseFindings(phase, reports: [])).convergence : Convergence(tallies, standing: standing)
    }

    /// Reads on, and says what became of some more: of each finding all reports, in no order.
    mutating func next(_ connection: any SQLConnection) throws -> [Entry] {
        for index in lists.indices where lists[index].rows.isEmpty && !lists[index].isRead { try read(index, connection) }
        // Nothing before that place is still to be read.
        let bound = lists.filter { !$0.isRead }.compactMap { $0.rows.last?.place }.min()
        var rows: [Row] = []
        for index in lists.indices {
            let taken = bound.map { bound in lists[index].rows.prefix { $0.place <= bound } } ?? lists[index].rows
            rows += taken
            lists[index].rows = lists[index].rows.dropFirst(taken.count)
        }
        return entries(of: rows)
    }

    private mutating func read(_ index: Int, _ connection: any SQLConnection) throws {
        let limit = max(16, 4096 / lists.count)
        var condition: SQLStatement = "execution_id = \(lists[index].execution)"
        if let last = lists[index].last {
            condition.append(" AND (fingerprint, ordinal) > (\(last.fingerprint), \(last.ordinal))")
        }
        let rows = try connection.all(
            """
            SELECT finding_id, execution_id, fingerprint, ordinal, check_name, created_at, resolved, resolved_at, fixed_by, waived_at, severity, line, rule
            FROM findings WHERE \(condition) ORDER BY fingerprint, ordinal LIMIT \(limit)
            """
        ) { try row(&$0) }
        lists[index].isRead = rows.count < limit
        lists[index].rows = rows[...]
        if let place = rows.last?.place { lists[index].last = place }
    }

    private func row(_ row: inout SQLRow) throws -> Row {
        let (id, execution) = (try row.identifier(Finding.ID.self), try row.identifier(Execution.ID.self))
        let key = FindingKey(fingerprint: try row.text(), ordinal: try row.integer(), check: try row.text())
        var report = PhaseFindings.Report(id: id, key: key, pass: passNumbers[execution] ?? 0, createdAt: try row.time())
        report.resolved = try row.boolean()
        report.resolvedAt = try row.optionalTime()
        let fixedBy: Execution.ID? = try row.optionalIdentifier()
        report.fixedInPass = fixedBy.flatMap { passNumbers[$0] }
        report.waivedAt = try row.optionalTime()
        let (severity, line): (Severity, Int?) = (try row.choice(), try row.optionalInteger())
        return Row(report: report, severity: severity, line: line, rule: try row.optionalText() ?? key.check)
    }

    private mutating func entries(of rows: [Row]) -> [Entry] {
        let timeline = FindingTimeline(PhaseFindings(phase, reports: rows.map(\.report)))
        add(timeline)
        var before: [FindingKey: Row] = [:]
        return rows.sorted { ($0.report.pass, $0.report.id) < ($1.report.pass, $1.report.id) }.compactMap { row in
            let last = before.updateValue(row, forKey: row.report.key)
            guard let state = timeline.states[row.report.id] else { return nil }
            let isLatest = timeline.latest.contains(row.report.id)
            if isLatest { rules.insert(row.rule) }
            return Entry(
                id: row.report.id, state: state, severity: row.severity, isLatest: isLatest,
                isUpdated: last.map { $0.line != row.line || $0.severity != row.severity } ?? false, pass: row.report.pass)
        }
    }

    private mutating func add(_ timeline: FindingTimeline) {
        guard !tallies.isEmpty else {
            (tallies, standing) = (timeline.tallies, timeline.standing)
            return
        }
        for index in tallies.indices {
            tallies[index].add(timeline.tallies[index])
            standing[index].add(timeline.standing[index])
        }
    }
}
