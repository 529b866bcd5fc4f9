internal import OrchestratorDatabase
package import OrchestratorModel

/// The published description of exports: a JSON Schema made from the same description of the rows as the export itself.
package enum ExportSchema {
    /// The schema (draft 2020-12).
    package static var document: JSONValue {
        var definitions: [String: JSONValue] = [:]
        let forms: [DocumentForm] = [.run, .phase, .execution, .finding, .intervention, .specRevision, .artifact, .event]
        for form in forms { definitions[form.kind.rawValue] = row(form) }
        definitions["phase_document"] = object([
            "phase": reference("phase"),
            "executions": list(
                object(["execution": reference("execution"), "findings": list(reference("finding"))])),
            "interventions": list(reference("intervention")), "spec_revisions": list(reference("spec_revision")),
        ])
        var root = members([
            "format": ["const": .string(RunExport.format)], "version": ["const": .integer(Int64(RunExport.version))],
            "run": reference("run"), "phases": list(reference("phase_document")), "artifacts": list(reference("artifact")),
            "events": list(reference("event")),
            "result_branch": [
                "type": ["string", "null"],
                "description": .string(
                    "Only in what 'orchestrator show --json' prints: the branch that holds the result, where the repository is named by a URL."),
            ],
        ])
        root["required"] = ["format", "version", "run", "phases", "artifacts"]
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        root["$id"] = "urn:orchestrator:run-export:1"
        root["title"] = "A run"
        root["description"] = .string(
            "What 'orchestrator export --format json' writes. The export of one phase, and 'orchestrator show --json', have no events.")
        root["$defs"] = .object(definitions)
        return .object(root)
    }

    private static func row(_ form: DocumentForm) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for member in form.members { members[member.name] = schema(of: member, in: form) }
        return object(members)
    }

    private static func object(_ properties: [String: JSONValue]) -> JSONValue { .object(members(properties)) }

    /// - Parameter optional: The members that may be left out.
    private static func members(_ properties: [String: JSONValue], optional: Set<String> = []) -> [String: JSONValue] {
        let names = properties.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return [
            "type": "object", "additionalProperties": false,
            "required": .array(names.filter { !optional.contains($0) }.map { .string($0) }),
            "properties": .object(properties),
        ]
    }

    private static func list(_ element: JSONValue) -> JSONValue { ["type": "array", "items": element] }

    private static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/\(name)")] }

    private static func schema(of member: DocumentForm.Member, in form: DocumentForm) -> JSONValue {
        guard let column = form.column(of: member) else {
            if case .actor = member.source {
                let kinds = Actor.Kind.allTexts.map(JSONValue.string)
                return object(["kind": ["enum": .array(kinds)], "name": ["type": "string", "minLength": 1]])
            }
            return list(["type": "integer", "minimum": 1])
        }
        var schema = schema(of: column)
        guard column.isOptional else { return .object(schema) }
        if case .array(let texts)? = schema["enum"] {
            schema["enum"] = .array(texts + [.null])
        } else if let type = schema["type"] {
            schema["type"] = [type, "null"]
        }
        return .object(schema)
    }

    private static func schema(of column: ColumnDefinition) -> [String: JSONValue] {
        switch column.kind {
        case .choice(let texts): return ["enum": .array(texts.map(JSONValue.string))]
        case .boolean: return ["type": "boolean"]
        case .time: return ["type": "string", "format": "date-time", "pattern": #"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"#]
        case .json: return json[column.name] ?? [:]
        case .bytes: preconditionFailure("bytes are no part of documents")
        case .integer:
            var schema: [String: JSONValue] = ["type": "integer"]
            schema["minimum"] = column.least.map { .integer(Int64($0)) }
            schema["maximum"] = column.greatest.map { .integer(Int64($0)) }
            return schema
        case .text:
            var schema: [String: JSONValue] = ["type": "string"]
            if let form = ColumnForm(column) { schema["pattern"] = .string(form.pattern) }
            if column.condition != nil { schema["minLength"] = 1 }
            if column.name == "title" { schema["maxLength"] = .integer(Int64(Limits.title)) }
            return schema
        }
    }

    /// The columns that hold JSON of a form of their own; others hold any.
    private static let json: [String: [String: JSONValue]] = [
        "labels": ["type": "object", "additionalProperties": ["type": "string"]],
        // What plans of another program said beyond that is kept as it was.
        "plan": members(
            [
                "files": list(["type": "string"]), "acceptance_criteria": list(["type": "string"]), "risks": list(["type": "string"]),
                "other": true,
            ], optional: ["other"]),
        "lease_holder": members([
            "host": ["type": "string"], "boot_id": ["type": "string"], "process_id": ["type": "integer"],
            "process_start": ["type": "integer"], "since": ["type": "string", "format": "date-time"],
        ]),
        "usage": members(
            [UsageForm.model: ["type": ["string", "null"]]].merging(
                UsageForm.numbers.map { ($0, ["type": ["integer", "null"], "minimum": 0, "maximum": .integer(Int64(Limits.usage))]) }
            ) { $1 }),
        "configuration": ["type": "object"], "payload": ["type": "object"],
    ]
}
