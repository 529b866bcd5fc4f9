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
    /// What writes them, in the same order.
    private let steps: [DocumentStep]

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
        steps = members.map { DocumentStep($0, columns) }
    }

    /// When a lease ends is told by no event, and is of no meaning elsewhere.
    static let run = DocumentForm(.run, Tables.configuredRuns, local: ["lease_expires_at": .null])
    static let phase = DocumentForm(.phase, Tables.phases)
    static let specRevision = DocumentForm(.specRevision, Tables.specRevisions)
    static let execution = DocumentForm(.execution, Tables.executions)
    static let finding = DocumentForm(.finding, Tables.findings, names: ["check_name": "check"])
    static let intervention = DocumentForm(.intervention, Tables.interventions)
    /// The contents of artifacts are no part of documents, whatever became of their files.
    static let artifact = DocumentForm(.artifact, Tables.artifacts, local: ["content": .choice(Artifact.Content.absent)])
    static let event = DocumentForm(.event, Tables.events)

    /// The form of the rows of an entity; `nil` where they stand in no document.
    static func of(_ kind: EntityKind) -> DocumentForm? {
        [run, phase, specRevision, execution, finding, intervention, artifact, event].first { $0.kind == kind }
    }

    /// The name of the member that holds the value of a column, alone or with others.
    func member(of column: String) -> String? { members.first { self.column(of: $0)?.name == column }?.name }

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
    /// Members stand in the order of their columns, so the row is read once, and its texts go from the engine's memory into the document.
    /// - Parameter dependencies: The numbers of the phases that a phase waits for.
    /// - Throws: `SQLRowError` where a column does not hold what it was given.
    func write(_ row: inout SQLRow, dependencies: [Int] = [], into json: inout IndentedJSON) throws {
        json.begin("{")
        // Not by a loop over the elements, which would copy each.
        try steps.withUnsafeBufferPointer { steps in
            for index in steps.indices { try steps[index].write(&row, dependencies, into: &json) }
        }
        json.end("}")
    }
}
