internal import OrchestratorDatabase
internal import OrchestratorModel

/// Compares the findings of a run with what its events tell of them, event by event: there may be too many to hold.
///
/// What is held of each is its identity, and of one whose row is not what was told so far, in which columns: a later event may tell what the row holds.
final class FindingAudit {
    private let run: Run.ID
    private let connection: any SQLConnection
    private let table = Tables.findings
    private var told: Set<Finding.ID> = []
    /// Columns by their positions, as bits.
    private var differing: [Finding.ID: UInt64] = [:]
    private let all: UInt64

    init(of run: Run.ID, _ connection: any SQLConnection) throws {
        self.run = run
        self.connection = connection
        let count = try connection.first("SELECT COUNT(*) FROM findings WHERE \(Finding.condition(ofRun: run))") { try $0.integer() }
        // A set that grows is for a moment there twice.
        told.reserveCapacity(count ?? 0)
        all = (1 << UInt64(Tables.findings.documentColumns.count)) - 1
    }

    /// Takes out of a payload what it tells of findings.
    static func takeFindings(from payload: inout [String: JSONValue]) -> [JSONValue] {
        var findings = payload.removeValue(forKey: "finding").map { [$0] } ?? []
        // What is no list is left for the replay to refuse.
        if let list = payload["findings"]?.array {
            findings += list
            payload["findings"] = nil
        }
        return findings
    }

    /// Compares the row with what an event tells of the finding.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)`` where that is not in the form in which events are written.
    func compare(_ finding: JSONValue, event: Int) throws {
        guard let members = finding.object, let text = members["finding_id"]?.string, let id = Finding.ID(text) else {
            throw damaged("event \(event) tells of a finding without its identity")
        }
        var expected = ReplayedRow(of: table)
        if let unknown = expected.merge(members, table) {
            throw damaged("event \(event) tells of '\(Printable.escaped(unknown))', which a finding does not have")
        }
        // What the first event does not tell is NULL; what a later one does not tell has stayed.
        let isFirst = told.insert(id).inserted
        guard let stored = try row(id) else {
            differing[id] = all
            return
        }
        var columns = isFirst ? 0 : differing[id] ?? 0
        for (index, column) in table.documentColumns.enumerated() where isFirst || members[column.name] != nil {
            let bit: UInt64 = 1 << UInt64(index)
            columns = stored[index] == expected.values[index] ? columns & ~bit : columns | bit
        }
        differing[id] = columns == 0 ? nil : columns
    }

    private func row(_ id: Finding.ID) throws -> [SQLValue]? {
        try connection.first("SELECT \(raw: table.columnList) FROM \(raw: table.name) WHERE finding_id = \(id)") { row in
            try table.documentColumns.map { _ in try row.next() }
        }
    }

    /// The findings of the run.
    private var condition: SQLStatement { Finding.condition(ofRun: run) }

    /// What is wrong with the findings that the store holds, once all events were compared.
    ///
    /// - Returns: How many rows there are, and the problems, those of missing rows last.
    func problems() throws -> (rows: Int, [StoreProblem]) {
        var (rows, found): (Int, [StoreProblem]) = (0, [])
        try connection.forEach(
            """
            SELECT finding_id, run_id, phase_id, (SELECT e.phase_id FROM executions AS e WHERE e.execution_id = findings.execution_id)
            FROM findings WHERE \(condition)
            """
        ) { row in
            rows += 1
            guard case .text(let text) = try row.next() else {
                found.append(problem(.changedRow, "", columns: ["finding_id"], "is no identifier"))
                return
            }
            let (owner, phase, itsPhase) = (try row.next(), try row.next(), try row.next())
            guard let id = Finding.ID(text), id.description == text, told.contains(id) else {
                found.append(problem(.unexpectedRow, text, "no event tells of this finding"))
                return
            }
            guard let columns = differing.removeValue(forKey: id) else {
                // No event tells them: they are there for lists alone, and must be those of the execution.
                let names = [owner == run.sqlValue ? nil : "run_id", phase == itsPhase ? nil : "phase_id"].compactMap(\.self)
                if !names.isEmpty { found.append(problem(.changedRow, text, columns: names, "is not that of its execution")) }
                return
            }
            let names = table.documentColumns.enumerated().filter { columns & (1 << UInt64($0.offset)) != 0 }.map(\.element.name)
            found.append(problem(.changedRow, text, columns: names, "is not what events tell"))
        }
        // Those that are left were met in no row.
        for id in differing.keys.sorted() {
            found.append(problem(.missingRow, id.description, "events tell of this finding, and it is not there"))
        }
        return (rows, found)
    }

    private func problem(_ kind: StoreProblem.Kind, _ id: String, columns: [String] = [], _ sentence: String) -> StoreProblem {
        StoreProblem(kind, run: run.description, .finding, id, columns: columns, sentence)
    }

    private func damaged(_ problem: String) -> StateError { .damaged(.event, "history of run \(run.short)", problem: problem) }
}
