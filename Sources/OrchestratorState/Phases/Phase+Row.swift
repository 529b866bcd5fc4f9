internal import OrchestratorDatabase
internal import OrchestratorModel

extension Phase: StoredEntity {
    static var table: TableDefinition { Tables.phases }
    static var entityKind: EntityKind { .phase }

    /// Reads the row; the dependencies are rows of their own and are filled in by the caller.
    init(row: inout SQLRow) throws {
        self.init(
            id: try row.identifier(), runID: try row.identifier(), number: try row.integer(), title: try row.text(),
            intent: try row.text(), size: try row.choice(), status: try row.choice(), plan: try row.plan(), dependencies: [],
            agent: try row.optionalText(), script: try row.optionalText(), specRevision: try row.integer(),
            branchName: try row.optionalText(), retryCount: try row.integer(), maxRetries: try row.integer(),
            createdAt: try row.time(), startedAt: try row.optionalTime(), completedAt: try row.optionalTime())
    }

    var values: [SQLValue] {
        [
            id.sqlValue, runID.sqlValue, number.sqlValue, .text(title), .text(intent), .choice(size), .choice(status),
            .json(plan.document), agent.sqlValue, script.sqlValue, specRevision.sqlValue, branchName.sqlValue, retryCount.sqlValue,
            maxRetries.sqlValue, createdAt.sqlValue, startedAt.sqlValue, completedAt.sqlValue,
        ]
    }

    /// The row with its dependencies, as the canonical text of the JSON object that events hold.
    func documentWithDependencies() throws -> String {
        guard case .object(var members) = try JSONValue(text: document) else { return document }
        members["dependencies"] = .array(dependencies.map { .integer(Int64($0)) })
        return JSONValue.object(members).canonicalText
    }
}

extension SQLRow {
    /// The next column as a plan.
    fileprivate mutating func plan() throws -> Phase.Plan {
        guard let plan = Phase.Plan(document: try json()) else { throw mismatch("a plan") }
        return plan
    }
}

extension Phase.Plan {
    /// Reads ``document``.
    init?(document: JSONValue) {
        func texts(_ name: String) -> [String]? {
            guard let elements = document[name]?.array else { return nil }
            let texts = elements.compactMap(\.string)
            return texts.count == elements.count ? texts : nil
        }
        guard let files = texts("files"), let criteria = texts("acceptance_criteria"), let risks = texts("risks") else { return nil }
        self.init(files: files, acceptanceCriteria: criteria, risks: risks, other: document["other"])
    }

    /// The plan as JSON.
    var document: JSONValue {
        var members: [String: JSONValue] = [
            "files": .array(files.map(JSONValue.string)), "acceptance_criteria": .array(acceptanceCriteria.map(JSONValue.string)),
            "risks": .array(risks.map(JSONValue.string)),
        ]
        members["other"] = other
        return .object(members)
    }
}
