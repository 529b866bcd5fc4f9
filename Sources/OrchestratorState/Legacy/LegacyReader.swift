internal import OrchestratorDatabase
internal import OrchestratorModel

/// Reads the JSON that the Python program exports a run to, back into the rows that it was made of.
///
/// What can be no such document is a problem of its own line and column; what is only unusual stays, for ``LegacyConversion`` to place or to report.
struct LegacyReader {
    let file: JSONFile
    private(set) var problems = DocumentProblems()
    /// What has no place among rows.
    private(set) var unplaced: [UnplacedRow] = []
    /// The identities that were met, by table.
    private var ids: [String: Set<String>] = [:]
    private var run: LegacyRow?
    private var rows: [String: [LegacyRow]] = [:]

    private static let interventions = ["manual_interventions", "interventions"]

    init(_ file: JSONFile) {
        self.file = file
    }

    /// Whether the document is of the Python program: its run has columns of that program's table, and nothing tells of a format.
    static func recognizes(_ file: JSONFile) -> Bool {
        guard let members = try? file.members(of: file.root()), let run = members.last(where: { $0.name == "run" }),
            !members.contains(where: { ["format", "version", "events"].contains($0.name) }),
            let columns = try? Set(file.members(of: run.value).map(\.name))
        else { return false }
        return columns.contains("repo_path") || columns.contains("config_snapshot")
    }

    /// Reads the whole document.
    ///
    /// - Throws: ``ImportProblems`` with all of them.
    mutating func read() throws -> LegacyRun {
        do {
            try readDocument(DocumentPlace(range: try file.root(), path: ""))
        } catch let error as JSONParsingError {
            // What follows can't be understood.
            problems.add(error.offset, "", error.problem)
        }
        guard problems.count == 0, let run else { throw try problems.told(of: file) }
        return LegacyRun(
            run: run, phases: rows["phases"] ?? [], executions: rows["executions"] ?? [], findings: rows["findings"] ?? [],
            artifacts: rows["artifacts"] ?? [], interventions: rows["manual_interventions"] ?? [])
    }

    private mutating func readDocument(_ root: DocumentPlace) throws {
        let parts = try members(of: root, ["run", "phases", "artifacts"], Self.interventions)
        var id: String?
        if let place = parts["run"] {
            run = try row("runs", place)
            id = run?.id
            if run?.id.isEmpty == true { problems.add(place.range.lowerBound, place.path(of: "run_id"), "is missing") }
        }
        try elements(of: parts["phases"]) { reader, place in try reader.readPhase(place, of: id) }
        try elements(of: parts["artifacts"]) { reader, place in try reader.keep("artifacts", place, "run_id", id) }
        for name in Self.interventions {
            try elements(of: parts[name]) { reader, place in try reader.keep("manual_interventions", place) }
        }
    }

    private mutating func readPhase(_ place: DocumentPlace, of run: String?) throws {
        let parts = try members(of: place, ["phase", "executions"], Self.interventions)
        let id = try parts["phase"].flatMap { try keep("phases", $0, "run_id", run) }
        try elements(of: parts["executions"]) { reader, place in
            let parts = try reader.members(of: place, ["execution", "findings"], [])
            let id = try parts["execution"].flatMap { try reader.keep("executions", $0, "phase_id", id) }
            try reader.elements(of: parts["findings"]) { reader, place in try reader.keep("findings", place, "execution_id", id) }
        }
        for name in Self.interventions {
            try elements(of: parts[name]) { reader, place in try reader.keep("manual_interventions", place, "phase_id", id) }
        }
    }

    /// Keeps a row for the conversion. It belongs to what it stands in, whatever its own column says.
    ///
    /// - Returns: Its identity.
    @discardableResult
    private mutating func keep(_ table: String, _ place: DocumentPlace, _ column: String = "", _ parent: String? = nil) throws -> String? {
        guard var row = try row(table, place) else { return nil }
        if let parent, row.text(column) != parent {
            if let other = row.text(column) {
                unplaced.append(UnplacedRow(row, "\(column) is '\(Printable.escaped(String(other.prefix(60))))', and it stands in another one"))
            }
            row.values[column] = .text(parent)
        }
        rows[table, default: []].append(row)
        return row.id
    }

    private mutating func row(_ table: String, _ place: DocumentPlace) throws -> LegacyRow? {
        guard case .object(let members) = try file.value(place.range) else {
            problems.add(place.range.lowerBound, place.path, "must be an object")
            return nil
        }
        var values: [String: SQLValue] = [:]
        for (column, value) in members {
            values[column] = Self.stored(value)
            switch value {
            case .array, .object:
                guard LegacyTables.columns[table]?.contains(column) == true, !LegacyTables.documents.contains(column) else { continue }
                problems.add(try offset(of: column, in: place), place.path(of: column), "must be no list and no object")
            default: break
            }
        }
        let row = LegacyRow(table: table, values: values, document: .object(members))
        if !row.id.isEmpty, !ids[table, default: []].insert(row.id).inserted {
            let column = LegacyTables.primaryKeys[table] ?? ""
            problems.add(try offset(of: column, in: place), place.path(of: column), "is given twice")
        }
        return row
    }

    /// The value as a column of that program's database would hold it.
    private static func stored(_ value: JSONValue) -> SQLValue {
        switch value {
        case .null: .null
        case .bool(let truth): .integer(truth ? 1 : 0)
        case .integer(let number): .integer(number)
        case .number(let number): .real(number)
        case .string(let text): .text(text)
        case .array, .object: .text(value.canonicalText)
        }
    }

    private func offset(of member: String, in place: DocumentPlace) throws -> Int {
        try file.members(of: place.range).last { $0.name == member }?.value.lowerBound ?? place.range.lowerBound
    }

    /// The members of an object by their names. Those that are not known are kept as they are.
    private mutating func members(of place: DocumentPlace, _ needed: [String], _ others: [String]) throws -> [String: DocumentPlace] {
        var found: [String: DocumentPlace] = [:]
        for member in try file.members(of: place.range) {
            let path = place.path(of: member.name)
            if !needed.contains(member.name), !others.contains(member.name) {
                let value = try file.value(member.value)
                unplaced.append(
                    UnplacedRow(table: "document", id: Printable.escaped(path), document: .object([member.name: value]), problem: "a member that is not known"))
            } else if found.updateValue(DocumentPlace(range: member.value, path: path), forKey: member.name) != nil {
                problems.add(member.offset, path, "is given twice")
            }
        }
        for name in needed where found[name] == nil { problems.add(place.range.lowerBound, place.path(of: name), "is missing") }
        return found
    }

    private mutating func elements(of list: DocumentPlace?, _ body: (inout LegacyReader, DocumentPlace) throws -> Void) throws {
        guard let list else { return }
        try file.forEachElement(of: list.range) { try body(&self, DocumentPlace(range: $1, path: "\(list.path)[\($0)]")) }
    }
}
