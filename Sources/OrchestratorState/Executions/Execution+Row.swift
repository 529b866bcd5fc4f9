internal import OrchestratorDatabase
internal import OrchestratorModel

extension Execution: StoredEntity {
    static var table: TableDefinition { Tables.executions }
    static var entityKind: EntityKind { .execution }

    init(row: inout SQLRow) throws {
        self.init(
            id: try row.identifier(), phaseID: try row.identifier(), passNumber: try row.integer(), status: try row.choice(),
            verification: try row.choice(), mode: try row.choice(), agent: try row.text(), specRevision: try row.integer(),
            leaseEpoch: try row.integer(), promptArtifactID: try row.optionalIdentifier(),
            outputArtifactID: try row.optionalIdentifier(), summary: try row.optionalText(), exitStatus: try row.optionalInteger(),
            errorMessage: try row.optionalText(), baseCommit: try row.optionalText(), headCommit: try row.optionalText(),
            worktree: try row.optionalText(), changesDigest: try row.optionalText(), usage: try row.optional(Usage.init(document:)),
            startedAt: try row.time(), completedAt: try row.optionalTime(), handedBack: try row.boolean())
    }

    var values: [SQLValue] {
        [
            id.sqlValue, phaseID.sqlValue, passNumber.sqlValue, .choice(status), .choice(verification), .choice(mode), .text(agent),
            specRevision.sqlValue, leaseEpoch.sqlValue, promptArtifactID.sqlValue, outputArtifactID.sqlValue, summary.sqlValue,
            exitStatus.sqlValue, errorMessage.sqlValue, baseCommit.sqlValue, headCommit.sqlValue, worktree.sqlValue,
            changesDigest.sqlValue, usage.map { .json($0.document) } ?? .null, startedAt.sqlValue, completedAt.sqlValue,
            handedBack.sqlValue,
        ]
    }
}

extension Usage {
    /// Reads ``document``.
    init?(document: JSONValue) {
        guard case .object = document else { return nil }
        self.init(
            model: document["model"]?.string, inputTokens: document["input_tokens"]?.integer.map(Int.init),
            outputTokens: document["output_tokens"]?.integer.map(Int.init),
            costMicrodollars: document["cost_microdollars"]?.integer.map(Int.init))
    }

    /// The usage as JSON.
    var document: JSONValue {
        [
            "model": JSONValue(model), "input_tokens": JSONValue(inputTokens), "output_tokens": JSONValue(outputTokens),
            "cost_microdollars": JSONValue(costMicrodollars),
        ]
    }
}
