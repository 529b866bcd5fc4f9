internal import OrchestratorDatabase
internal import OrchestratorModel

extension Run: StoredEntity {
    static var table: TableDefinition { Tables.runs }
    static var entityKind: EntityKind { .run }

    init(row: inout SQLRow) throws {
        self.init(
            id: try row.identifier(), status: try row.choice(), title: try row.text(), repositoryPath: try row.text(),
            branch: try row.text(), documentationPath: try row.optionalText(), labels: try row.texts(),
            configurationFingerprint: try row.text(), totalPhases: try row.integer(), completedPhases: try row.integer(),
            currentPhaseID: try row.optionalIdentifier(), errorMessage: try row.optionalText(),
            pauseReason: try row.optionalChoice(), parentRunID: try row.optionalIdentifier(), parentEvent: try row.optionalInteger(),
            idempotencyKey: try row.optionalText(), draftDigest: try row.text(), priority: try row.integer(),
            stopRequested: try row.choice(), leaseEpoch: try row.integer(), leaseOwner: try row.optionalText(),
            leaseHolder: try row.optional(LeaseHolder.init(document:)), leaseExpiresAt: try row.optionalTime(),
            lastEvent: try row.integer(),
            lastEventHash: try row.text(), createdAt: try row.time(), updatedAt: try row.time(), startedAt: try row.optionalTime(),
            completedAt: try row.optionalTime())
    }

    var values: [SQLValue] {
        [
            id.sqlValue, .choice(status), .text(title), .text(repositoryPath), .text(branch), documentationPath.sqlValue,
            .json(.object(labels.mapValues(JSONValue.string))), .text(configurationFingerprint),
            totalPhases.sqlValue, completedPhases.sqlValue, currentPhaseID.sqlValue, errorMessage.sqlValue, .choice(pauseReason),
            parentRunID.sqlValue, parentEvent.sqlValue, idempotencyKey.sqlValue, .text(draftDigest), priority.sqlValue,
            .choice(stopRequested), leaseEpoch.sqlValue, leaseOwner.sqlValue,
            leaseHolder.map { .json($0.document) } ?? .null, leaseExpiresAt.sqlValue, lastEvent.sqlValue, .text(lastEventHash),
            createdAt.sqlValue, updatedAt.sqlValue, startedAt.sqlValue, completedAt.sqlValue,
        ]
    }
}

extension ConfiguredRun: StoredEntity {
    static var table: TableDefinition { Tables.configuredRuns }
    static var entityKind: EntityKind { .run }

    init(row: inout SQLRow) throws {
        self.init(run: try Run(row: &row), configuration: try row.json())
    }

    var values: [SQLValue] { run.values + [.json(configuration)] }
}

extension LeaseHolder {
    /// Reads ``document``.
    init?(document: JSONValue) {
        guard let host = document["host"]?.string, let bootID = document["boot_id"]?.string,
            let processID = document["process_id"]?.integer, let processStart = document["process_start"]?.integer,
            let since = document["since"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        self.init(host: host, bootID: bootID, processID: Int(processID), processStart: processStart, since: since)
    }

    /// The holder as JSON.
    var document: JSONValue {
        [
            "host": .string(host), "boot_id": .string(bootID), "process_id": .integer(Int64(processID)),
            "process_start": .integer(processStart), "since": .string(since.description),
        ]
    }
}
