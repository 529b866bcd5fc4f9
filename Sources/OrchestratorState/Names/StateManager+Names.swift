internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The run that a person means: an identifier, a unique prefix or suffix of one, or `latest`.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``, ``StateError/ambiguous(_:_:candidates:)``.
    public func runID(named text: String) async throws -> Run.ID {
        if text == "latest" {
            guard let run = try await latestRun() else { throw StateError.notFound(.run, "latest: there are none yet") }
            return run.id
        }
        return try await identifier(named: text, .run, Tables.runs)
    }

    /// The phase that a person means.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``, ``StateError/ambiguous(_:_:candidates:)``, which holds up to six candidates.
    public func phaseID(named text: String) async throws -> Phase.ID { try await identifier(named: text, .phase, Tables.phases) }

    /// The execution that a person means.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``, ``StateError/ambiguous(_:_:candidates:)``, which holds up to six candidates.
    public func executionID(named text: String) async throws -> Execution.ID {
        try await identifier(named: text, .execution, Tables.executions)
    }

    /// The finding that a person means.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``, ``StateError/ambiguous(_:_:candidates:)``, which holds up to six candidates.
    public func findingID(named text: String) async throws -> Finding.ID { try await identifier(named: text, .finding, Tables.findings) }

    /// The artifact that a person means.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``, ``StateError/ambiguous(_:_:candidates:)``, which holds up to six candidates.
    public func artifactID(named text: String) async throws -> Artifact.ID {
        try await identifier(named: text, .artifact, Tables.artifacts)
    }

    /// The intervention that a person means.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``, ``StateError/ambiguous(_:_:candidates:)``, which holds up to six candidates.
    public func interventionID(named text: String) async throws -> ManualIntervention.ID {
        try await identifier(named: text, .intervention, Tables.interventions)
    }

    private func identifier<Entity>(
        named text: String, _ kind: EntityKind, _ table: TableDefinition
    ) async throws -> Identifier<Entity> {
        let name = text.lowercased()
        let key = table.primaryKey[0]
        // What is no part of an identifier names nothing.
        guard !name.isEmpty, name.utf8.count <= 36, name.allSatisfy({ $0.isHexDigit || $0 == "-" }) else {
            throw StateError.notFound(kind, text)
        }
        let found = try await database.read { connection in
            try undamaged(kind, text) {
                let identifier: (inout SQLRow) throws -> Identifier<Entity> = { try $0.identifier() }
                if let exact = Identifier<Entity>(name) {
                    return try connection.all("SELECT \(raw: key) FROM \(raw: table.name) WHERE \(raw: key) = \(exact)", identifier)
                }
                // The short identities that are printed for runs are found by an index.
                let ending: SQLStatement =
                    name.utf8.count == 8 && table.name == Tables.runs.name
                    ? "substr(\(raw: key), 29) = \(name)" : "\(connection.dialect.ending(of: key, length: name.utf8.count)) = \(name)"
                // Nothing in an identifier comes after 'g', so that the range holds what begins with the text, and the key's index finds it.
                return try connection.all(
                    """
                    SELECT \(raw: key) FROM \(raw: table.name)
                    WHERE (\(raw: key) >= \(name) AND \(raw: key) < \(name + "g")) OR \(ending)
                    ORDER BY \(raw: key) LIMIT 6
                    """, identifier)
            }
        }
        guard let only = found.first else { throw StateError.notFound(kind, text) }
        guard found.count == 1 else { throw StateError.ambiguous(kind, text, candidates: found.map(\.description)) }
        return only
    }
}
