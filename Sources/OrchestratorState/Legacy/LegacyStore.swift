internal import OrchestratorDatabase
internal import OrchestratorModel

/// A database of the Python program, inside the transaction that makes one of this program of it.
///
/// Its tables get other names, the tables of this program are made beside them, and run by run everything is moved over.
struct LegacyStore {
    let connection: any SQLConnection
    let zone: LegacyZone
    let now: Timestamp
    private(set) var counts: [String: Int] = [:]

    private static let prefix = "taken_over_"

    init(_ connection: any SQLConnection, zone: LegacyZone, now: Timestamp) {
        self.connection = connection
        self.zone = zone
        self.now = now
    }

    /// Moves everything over.
    mutating func moveOver() throws {
        for table in LegacyTables.names + [LegacyTables.version] {
            try connection.execute("ALTER TABLE \(raw: table) RENAME TO \(raw: Self.prefix + table)")
        }
        for (table, column) in [
            ("phases", "run_id"), ("executions", "phase_id"), ("findings", "execution_id"), ("artifacts", "run_id"),
            ("manual_interventions", "phase_id"),
        ] {
            let name = Self.prefix + table
            try connection.execute("CREATE INDEX \(raw: name)_by_parent ON \(raw: name) (\(raw: column))")
        }
        try Migrator(Migrations.all) { Digest.text(of: $0) }.migrate(connection, now: now.description)
        for run in try rows(of: "runs", "1 = 1") { try move(run) }
        try keepOrphans()
        try keepOthers()
        // Children before their parents: nothing may refer to a table that is gone.
        for table in LegacyTables.names.reversed() + [LegacyTables.version] {
            try connection.execute("DROP TABLE \(raw: Self.prefix + table)")
        }
        try checkReferences()
    }

    private mutating func move(_ row: LegacyRow) throws {
        guard !row.id.isEmpty else { return try keep(UnplacedRow(row, "it has no identity")) }
        let ofRun: SQLStatement = "run_id = \(row.id)"
        let ofPhases: SQLStatement = "phase_id IN (SELECT phase_id FROM \(raw: Self.prefix)phases WHERE \(ofRun))"
        let executions: SQLStatement = "SELECT execution_id FROM \(raw: Self.prefix)executions WHERE \(ofPhases)"
        let legacy = LegacyRun(
            run: row, phases: try rows(of: "phases", ofRun), executions: try rows(of: "executions", ofPhases),
            findings: try rows(of: "findings", "execution_id IN (\(executions))"), artifacts: try rows(of: "artifacts", ofRun),
            interventions: try rows(of: "manual_interventions", ofPhases))
        var conversion = LegacyConversion(legacy, zone: zone, now: now)
        let document = conversion.document()
        try connection.takeOver(document, by: Actor(.worker, "takeover"))
        for row in conversion.unplaced { try keep(row) }
        count(document)
    }

    /// Rows whose parents are gone, whole.
    private mutating func keepOrphans() throws {
        let runs = "SELECT run_id FROM \(Self.prefix)runs"
        // A row that refers to nothing gives NULL here, which is neither in a list nor not in it.
        let phases = "SELECT phase_id FROM \(Self.prefix)phases WHERE phase_id <> '' AND run_id IN (\(runs) WHERE run_id <> '')"
        let executions = "SELECT execution_id FROM \(Self.prefix)executions WHERE execution_id <> '' AND phase_id IN (\(phases))"
        for (table, column, parents, parent) in [
            ("phases", "run_id", "\(runs) WHERE run_id <> ''", "run"), ("executions", "phase_id", phases, "phase"),
            ("findings", "execution_id", executions, "execution"), ("artifacts", "run_id", "\(runs) WHERE run_id <> ''", "run"),
            ("manual_interventions", "phase_id", phases, "phase"),
        ] {
            for row in try rows(of: table, "\(raw: column) IS NULL OR \(raw: column) NOT IN (\(raw: parents))") {
                try keep(UnplacedRow(row, row.text(column) == nil ? "it names no \(parent)" : "its \(parent) is gone"))
            }
        }
    }

    /// Tables that the Python program did not make stay as they are; that they are there is reported.
    private mutating func keepOthers() throws {
        let own = Set(Tables.all.map(\.name) + [Migrator.table] + (LegacyTables.names + [LegacyTables.version]).map { Self.prefix + $0 })
        let tables = try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name") {
            try $0.text()
        }
        for table in tables where !own.contains(table) {
            try keep(UnplacedRow(table: table, id: "", document: [:], problem: "a table that is not known: it was left as it is"))
        }
    }

    private mutating func keep(_ row: UnplacedRow) throws {
        counts["unplaced_rows", default: 0] += 1
        try connection.keep(row, as: counts["unplaced_rows", default: 0])
    }

    private mutating func count(_ document: RunDocument) {
        let executions = document.phases.flatMap(\.executions)
        for (table, number) in [
            ("runs", 1), ("phases", document.phases.count), ("executions", executions.count),
            ("findings", executions.reduce(0) { $0 + $1.findings.count }), ("artifacts", document.artifacts.count),
            ("manual_interventions", document.phases.reduce(0) { $0 + $1.interventions.count }),
        ] { counts[table, default: 0] += number }
    }

    private func rows(of table: String, _ condition: SQLStatement) throws -> [LegacyRow] {
        let name = Self.prefix + table
        let columns = try connection.all("SELECT name FROM pragma_table_info(\(name)) ORDER BY cid") { try $0.text() }
        let list = columns.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ", ")
        return try connection.all("SELECT \(raw: list) FROM \(raw: name) WHERE \(condition) ORDER BY rowid") { row in
            var values: [String: SQLValue] = [:]
            for column in columns { values[column] = try row.next() }
            return LegacyRow(table: table, values: values)
        }
    }

    private func checkReferences() throws {
        guard let check = connection.dialect.foreignKeyCheck else { return }
        let broken = try connection.all(check) { try $0.text() }
        precondition(broken.isEmpty, "a row that was taken over refers to one that is not there: \(broken)")
    }
}
