internal import OrchestratorDatabase
internal import OrchestratorModel

/// A run on its way into JSON: what comes next, and what was written and not yet taken.
///
/// Each step reads one page and writes it. Only snapshots of one state of the run may follow each other; ``RunMark`` sees to that.
struct RunExport: PagedDocument {
    /// The form and its version, as they stand in every document.
    static let format = "orchestrator-run"
    static let version = 1

    let run: Run.ID
    /// The number of the only phase that is wanted; then there is no history.
    private let phaseNumber: Int?
    private let pageSize: Int
    private var stages: [Stage]
    private(set) var json = IndentedJSON()

    /// A part that is still to be written; the next one is the last.
    private enum Stage {
        case head
        case phases(after: Int)
        case executions(of: Phase.ID, after: Int)
        case findings(of: Execution.ID)
        case nextFindings(ArraySlice<Finding.ID>)
        case questions(of: Phase.ID)
        case artifacts(after: String)
        case events(after: Int)
        /// Brackets that end what is done.
        case end([Character])
    }

    /// Ends a page in the middle of a query.
    private struct PageIsFull: Error {}

    /// Rows of a page: few enough that their values fit into memory however long they are.
    private static let pageRows = 100

    /// - Parameter pageSize: About how many bytes a page has.
    init(of run: Run.ID, phase: Int?, pageSize: Int) {
        self.run = run
        self.pageSize = pageSize
        phaseNumber = phase
        let history: [Stage] = phase == nil ? [.events(after: 0)] : []
        stages = [.end(["}"])] + history + [.artifacts(after: ""), .phases(after: 0), .head]
    }

    /// Whether everything is written.
    var isComplete: Bool { stages.isEmpty }

    /// Writes pages until one is full, or nothing more is to be written, and gives it away.
    mutating func page(_ connection: any SQLConnection) throws -> [UInt8] {
        json.reserve(pageSize + pageSize / 4)
        while json.bytes.count < pageSize, let stage = stages.popLast() { try write(stage, connection) }
        return json.take()
    }

    private mutating func write(_ stage: Stage, _ connection: any SQLConnection) throws {
        switch stage {
        case .head: try writeHead(connection)
        case .phases(let number): try writePhase(after: number, connection)
        case .executions(let phase, let pass): try writeExecution(of: phase, after: pass, connection)
        case .findings(let execution): try writeFindings(of: execution, connection)
        case .nextFindings(let ids): try writeFindings(ids, connection)
        case .questions(let phase): try writeQuestions(of: phase, connection)
        case .artifacts(let id): try writeArtifacts(after: id, connection)
        case .events(let sequence): try writeEvents(after: sequence, connection)
        case .end(let brackets): for bracket in brackets { json.end(bracket) }
        }
    }
}

extension RunExport {
    private mutating func writeHead(_ connection: any SQLConnection) throws {
        json.begin("{")
        json.member("format")
        json.string(Self.format)
        json.member("version")
        json.raw(String(Self.version))
        json.member("run")
        try writeRows(.run, "run_id = \(run)", asElements: false, connection)
        json.member("phases")
        json.begin("[")
    }

    /// Writes the next phase up to its executions, which come next; after the last one, the end of the list.
    private mutating func writePhase(after number: Int, _ connection: any SQLConnection) throws {
        var condition: SQLStatement = "run_id = \(run) AND number > \(number)"
        if let phaseNumber { condition.append(" AND number = \(phaseNumber)") }
        let next = try connection.first(
            "SELECT phase_id, number FROM phases WHERE \(condition) ORDER BY number LIMIT 1"
        ) { (id: try $0.identifier(Phase.ID.self), number: try $0.integer()) }
        guard let next else {
            if let phaseNumber, number == 0 { throw StateError.notFound(.phase, String(phaseNumber)) }
            return json.end("]")
        }
        let dependencies = try connection.all(
            "SELECT depends_on FROM phase_dependencies WHERE run_id = \(run) AND number = \(next.number) ORDER BY depends_on"
        ) { try $0.integer() }
        json.element()
        json.begin("{")
        json.member("phase")
        try writeRows(.phase, "phase_id = \(next.id)", asElements: false, dependencies: dependencies, connection)
        json.member("executions")
        json.begin("[")
        stages += [.phases(after: next.number), .questions(of: next.id), .executions(of: next.id, after: 0)]
    }

    private mutating func writeExecution(of phase: Phase.ID, after pass: Int, _ connection: any SQLConnection) throws {
        let next = try connection.first(
            "SELECT execution_id, pass_number FROM executions WHERE phase_id = \(phase) AND pass_number > \(pass) ORDER BY pass_number LIMIT 1"
        ) { (id: try $0.identifier(Execution.ID.self), pass: try $0.integer()) }
        guard let next else { return json.end("]") }
        json.element()
        json.begin("{")
        json.member("execution")
        try writeRows(.execution, "execution_id = \(next.id)", asElements: false, connection)
        json.member("findings")
        json.begin("[")
        stages += [.executions(of: phase, after: next.pass), .end(["]", "}"]), .findings(of: next.id)]
    }

    private mutating func writeFindings(of execution: Execution.ID, _ connection: any SQLConnection) throws {
        let count = try connection.findingCount(of: execution)
        guard count > Self.pageRows else {
            if count > 0 { try writeFindings(where: "execution_id = \(execution)", connection) }
            return
        }
        stages.append(.nextFindings(try connection.findingIDs(of: execution)[...]))
    }

    private mutating func writeFindings(_ ids: ArraySlice<Finding.ID>, _ connection: any SQLConnection) throws {
        let page = ids.prefix(Self.pageRows)
        try writeRows(.finding, "finding_id IN (\(list: page)) ORDER BY finding_id", connection)
        if page.endIndex < ids.endIndex { stages.append(.nextFindings(ids[page.endIndex...])) }
    }

    /// Writes a page of findings in the order of their identities: the engine would copy the rows whole to sort them.
    private mutating func writeFindings(where condition: SQLStatement, _ connection: any SQLConnection) throws {
        var elements: [(id: Finding.ID, place: Range<Int>)] = []
        try connection.forEach("\(DocumentForm.finding.selection) WHERE \(condition)") { row in
            var copy = row
            let id = try copy.identifier(Finding.ID.self)
            json.element()
            let start = json.bytes.count
            try DocumentForm.finding.write(&row, into: &json)
            elements.append((id, start..<json.bytes.count))
        }
        json.arrange(elements.sorted { $0.id < $1.id }.map(\.place))
    }

    private mutating func writeQuestions(of phase: Phase.ID, _ connection: any SQLConnection) throws {
        json.member("interventions")
        json.begin("[")
        try writeRows(.intervention, "phase_id = \(phase) ORDER BY intervention_id", connection)
        json.end("]")
        json.member("spec_revisions")
        json.begin("[")
        try writeRows(.specRevision, "phase_id = \(phase) ORDER BY revision", connection)
        json.end("]")
        json.end("}")
    }

    private mutating func writeArtifacts(after id: String, _ connection: any SQLConnection) throws {
        if id.isEmpty {
            json.member("artifacts")
            json.begin("[")
        }
        var condition: SQLStatement = "run_id = \(run) AND artifact_id > \(id)"
        if let phaseNumber {
            condition.append(" AND phase_id IN (SELECT phase_id FROM phases WHERE run_id = \(run) AND number = \(phaseNumber))")
        }
        let last = try writePage(.artifact, condition, orderedBy: "artifact_id", key: 0, connection)
        guard case .text(let last)? = last else { return json.end("]") }
        stages.append(.artifacts(after: last))
    }

    private mutating func writeEvents(after sequence: Int, _ connection: any SQLConnection) throws {
        if sequence == 0 {
            json.member("events")
            json.begin("[")
        }
        let last = try writePage(.event, "run_id = \(run) AND sequence > \(sequence)", orderedBy: "sequence", key: 1, connection)
        guard case .integer(let last)? = last else { return json.end("]") }
        stages.append(.events(after: Int(last)))
    }

    /// Writes rows until the page is full.
    ///
    /// - Parameter key: The position of the column that orders them.
    /// - Returns: The key of the last row; `nil` where there was none.
    private mutating func writePage(
        _ form: DocumentForm, _ condition: SQLStatement, orderedBy order: String, key: Int, _ connection: any SQLConnection
    ) throws -> SQLValue? {
        var last: SQLValue?
        do {
            try connection.forEach("\(form.selection) WHERE \(condition) ORDER BY \(raw: order) LIMIT \(Self.pageRows)") { row in
                var copy = row
                for _ in 0..<key { _ = try copy.next() }
                let value = try copy.next()
                json.element()
                try form.write(&row, into: &json)
                last = value
                if json.bytes.count >= pageSize { throw PageIsFull() }
            }
        } catch is PageIsFull {}
        return last
    }

    /// Writes all rows that the condition names, as elements of the list or as the value of the member.
    private mutating func writeRows(
        _ form: DocumentForm, _ condition: SQLStatement, asElements: Bool = true, dependencies: [Int] = [], _ connection: any SQLConnection
    ) throws {
        try connection.forEach("\(form.selection) WHERE \(condition)") { row in
            if asElements { json.element() }
            try form.write(&row, dependencies: dependencies, into: &json)
        }
    }
}
