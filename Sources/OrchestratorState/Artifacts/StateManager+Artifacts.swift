internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Keeps a text as an artifact: first the file, durable, then its row.
    ///
    /// - Parameters:
    ///   - execution: The execution it belongs to, with its phase.
    public func saveArtifact(
        _ content: String, _ kind: Artifact.Kind, of run: Run.ID, execution: Execution.ID? = nil, lease: Lease? = nil
    ) async throws -> Artifact.ID {
        let place = if let execution { try await place(of: execution) } else { nil as Place? }
        guard place.map({ $0.run == run }) ?? true else {
            throw StateError.invalid([Violation("execution_id", "names an execution of another run")])
        }
        let file = try files.write(
            Array(content.utf8), kind, of: run, phase: place?.number, pass: place?.pass, at: clock.now)
        do {
            try await change(run, lease: lease) { try $0.insert(file, phase: place?.phase, execution: execution) }
        } catch {
            files.discard(file, after: error)
            throw error
        }
        return file.id
    }

    /// The artifact of that identity; `nil` where there is none.
    public func artifact(_ id: Artifact.ID) async throws -> Artifact? {
        try await database.read { connection in
            try undamaged(.artifact, id.description) { try connection.find(Artifact.self, where: "artifact_id = \(id)") }
        }
    }

    /// The artifacts of a run, oldest first.
    public func artifacts(of run: Run.ID, type: Artifact.Kind? = nil) async throws -> [Artifact] {
        var condition: SQLStatement = "run_id = \(run)"
        if let type { condition.append(" AND type = \(type.rawValue)") }
        let filter = condition
        return try await database.read { connection in
            try undamaged(.artifact, "") { try connection.findAll(Artifact.self, where: filter, orderedBy: "artifact_id") }
        }
    }

    /// Reads the content of an artifact piece by piece.
    ///
    /// - Parameter body: Gets at most 64 KiB at a time.
    /// - Throws: ``StateError/notFound(_:_:)``; ``ArtifactError``, of kind `changed`, after the last piece, where the content is not what was
    ///   written.
    public func readArtifact(_ id: Artifact.ID, _ body: ([UInt8]) throws -> Void) async throws {
        guard let artifact = try await artifact(id) else { throw StateError.notFound(.artifact, id.description) }
        try files.read(artifact, body)
    }

    /// The content of an artifact as text; bytes that are no UTF-8 become U+FFFD.
    public func textOfArtifact(_ id: Artifact.ID) async throws -> String {
        var content: [UInt8] = []
        try await readArtifact(id) { content += $0 }
        return String(decoding: content, as: UTF8.self)
    }

    private typealias Place = (run: Run.ID, phase: Phase.ID, number: Int, pass: Int)

    private func place(of execution: Execution.ID) async throws -> Place {
        let place = try await database.read { connection in
            try connection.first(
                """
                SELECT phases.run_id, phase_id, number, pass_number FROM executions JOIN phases USING (phase_id)
                WHERE execution_id = \(execution)
                """
            ) {
                (
                    run: try $0.identifier(Run.ID.self), phase: try $0.identifier(Phase.ID.self), number: try $0.integer(),
                    pass: try $0.integer()
                )
            }
        }
        guard let place else { throw StateError.notFound(.execution, execution.description) }
        return place
    }
}
