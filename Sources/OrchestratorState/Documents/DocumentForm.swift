internal import OrchestratorDatabase
internal import OrchestratorModel

/// How the rows of a table stand in documents: the one description that the export, its JSON Schema and the import come from.
struct DocumentForm: Sendable {
    /// The entity.
    let kind: EntityKind
    /// Where the rows are.
    let table: TableDefinition
    /// The members of the object, in their order.
    let members: [Member]

    /// A member of an object.
    struct Member: Sendable {
        let name: String
        let source: Source
    }

    /// Where the value of a member is.
    enum Source: Sendable {
        /// In the column at that position of ``TableDefinition/documentColumns``.
        case column(Int)
        /// In no row: the column tells of this store alone, and an export always says the same of it.
        case local(Int, SQLValue)
        /// In two columns, as an object.
        case actor(kind: Int, name: Int)
        /// In the rows of `phase_dependencies`, as a list of numbers.
        case dependencies
    }

    /// - Parameters:
    ///   - names: The names of members, where they are not those of their columns.
    ///   - local: What an export says of columns that tell of this store alone.
    private init(_ kind: EntityKind, _ table: TableDefinition, names: [String: String] = [:], local: [String: SQLValue] = [:]) {
        self.kind = kind
        self.table = table
        let columns = table.documentColumns
        members = columns.enumerated().flatMap { index, column -> [Member] in
            switch column.name {
            case "actor_kind": return [Member(name: "actor", source: .actor(kind: index, name: index + 1))]
            case "actor_name": return []
            default:
                let source = local[column.name].map { Source.local(index, $0) } ?? .column(index)
                let member = Member(name: names[column.name] ?? column.name, source: source)
                return kind == .phase && column.name == "plan" ? [member, Member(name: "dependencies", source: .dependencies)] : [member]
            }
        }
    }

    /// When a lease ends is told by no event, and is of no meaning elsewhere.
    static let run = DocumentForm(.run, Tables.runs, local: ["lease_expires_at": .null])
    static let phase = DocumentForm(.phase, Tables.phases)
    static let specRevision = DocumentForm(.specRevision, Tables.specRevisions)
    static let execution = DocumentForm(.execution, Tables.executions)
    static let finding = DocumentForm(.finding, Tables.findings, names: ["check_name": "check"])
    static let intervention = DocumentForm(.intervention, Tables.interventions)
    /// The contents of artifacts are no part of documents, whatever became of their files.
    static let artifact = DocumentForm(.artifact, Tables.artifacts, local: ["content": .choice(Artifact.Content.absent)])
    static let event = DocumentForm(.event, Tables.events)

    /// The column that a member's value is in; `nil` where it is in several, or in rows of their own.
    func column(of member: Member) -> ColumnDefinition? {
        switch member.source {
        case .column(let index), .local(let index, _): table.documentColumns[index]
        case .actor, .dependencies: nil
        }
    }

    /// `SELECT` with the columns of documents.
    var selection: SQLStatement { "SELECT \(raw: table.columnList) FROM \(raw: table.name) " }
}

extension DocumentForm {
    /// Writes the row that was read by ``selection``, as the value of a member or an element.
    ///
    /// - Parameter dependencies: The numbers of the phases that a phase waits for.
    /// - Throws: `SQLRowError` where a column does not hold what it was given.
    func write(_ row: inout SQLRow, dependencies: [Int] = [], into json: inout IndentedJSON) throws {
        var values: [SQLValue] = []
        values.reserveCapacity(table.documentColumns.count)
        for column in table.documentColumns {
            let value = try row.next()
            guard Self.isValue(value, of: column) else { throw row.mismatch("what was written into it") }
            values.append(value)
        }
        json.begin("{")
        for member in members {
            json.member(member.name)
            switch member.source {
            case .column(let index): Self.write(values[index], table.documentColumns[index].kind, into: &json)
            case .local(let index, let value): Self.write(value, table.documentColumns[index].kind, into: &json)
            case .dependencies: json.raw("[" + dependencies.map(String.init).joined(separator: ",") + "]")
            case .actor(let kind, let name):
                json.raw(#"{"kind":"#)
                Self.write(values[kind], .text, into: &json)
                json.raw(#","name":"#)
                Self.write(values[name], .text, into: &json)
                json.raw("}")
            }
        }
        json.end("}")
    }

    private static func isValue(_ value: SQLValue, of column: ColumnDefinition) -> Bool {
        switch (value, column.kind) {
        case (.null, _): column.isOptional
        case (.integer, .integer), (.integer, .boolean): true
        case (.text, .text), (.text, .choice), (.text, .json), (.text, .time): true
        default: false
        }
    }

    private static func write(_ value: SQLValue, _ kind: ColumnDefinition.Kind, into json: inout IndentedJSON) {
        switch (value, kind) {
        case (.integer(let number), .boolean): json.raw(number != 0 ? "true" : "false")
        case (.integer(let number), _): json.raw(String(number))
        // A column of JSON holds canonical text.
        case (.text(let text), .json): json.raw(text)
        case (.text(let text), _): json.string(text)
        default: json.raw("null")
        }
    }
}
