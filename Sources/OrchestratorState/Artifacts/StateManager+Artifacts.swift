internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Keeps a text as an artifact: first the file, durable, then its row.
    ///
    /// - Parameters:
    ///   - execution: The execution it belongs to, with its phase.
    ///   - lease: The lease of the worker; `nil` for what is done by hand.
    /// - Throws: ``StateError/invalid(_:)`` for an execution of another run; ``StateError/notFound(_:_:)``, ``StateError/leaseLost(_:)``;
    ///   ``ArtifactError`` where the file can't be written; `DatabaseError`. No row names the file then.
    /// - Complexity: Linear in the text, and two syncs of the disk besides that of the transaction.
    public func saveArtifact(
        _ content: String, _ kind: Artifact.Kind, of run: Run.ID, execution: Execution.ID? = nil, lease: Lease? = nil
    ) async throws -> Artifact.ID {
        let (files, now) = (files, clock.now)
        return try await keep(of: run, execution: execution, lease: lease) {
            try files.write(Array(content.utf8), kind, of: run, phase: $0?.number, pass: $0?.pass, at: now)
        }
    }

    /// Keeps a copy of a file as an artifact, whatever it holds. The file itself is left alone.
    ///
    /// - Parameters:
    ///   - path: A regular file; a link is not followed.
    ///   - execution: The execution it belongs to, with its phase.
    ///   - lease: The lease of the worker; `nil` for what is done by hand.
    /// - Throws: As ``saveArtifact(_:_:of:execution:lease:)``; also ``ArtifactError`` where the file can't be read.
    /// - Complexity: Linear in the file, which is read piece by piece; two syncs of the disk besides that of the transaction.
    public func registerArtifact(
        fromFile path: String, _ kind: Artifact.Kind, of run: Run.ID, execution: Execution.ID? = nil, lease: Lease? = nil
    ) async throws -> Artifact.ID {
        let (files, now) = (files, clock.now)
        return try await keep(of: run, execution: execution, lease: lease) {
            try files.copy(path, kind, of: run, phase: $0?.number, pass: $0?.pass, at: now)
        }
    }

    /// Writes a file, and then its row.
    private func keep(
        of run: Run.ID, execution: Execution.ID?, lease: Lease?, _ write: (Place?) throws -> StoredFile
    ) async throws -> Artifact.ID {
        let place = if let execution { try await place(of: execution) } else { nil as Place? }
        guard place.map({ $0.run == run }) ?? true else {
            throw StateError.invalid([Violation("execution_id", "names an execution of another run")])
        }
        let file = try write(place)
        do {
            try await change(run, lease: lease) { try $0.insert(file, phase: place?.phase, execution: execution) }
        } catch {
            files.discard(file, after: error)
            throw error
        }
        return file.id
    }

    /// The artifact of that identity; `nil` where there is none.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func artifact(_ id: Artifact.ID) async throws -> Artifact? {
        try await database.read { connection in
            try undamaged(.artifact, id.description) { try connection.find(Artifact.self, where: "artifact_id = \(id)") }
        }
    }

    /// The artifacts of a run, or of one of its phases or executions, oldest first. Empty where there is no such run.
    ///
    /// - Parameters:
    ///   - phase: Only those of this phase, with those of its executions.
    ///   - execution: Only those of this execution.
    ///   - type: Only those of this type.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Linear in the artifacts of the run.
    public func artifacts(
        of run: Run.ID, phase: Phase.ID? = nil, execution: Execution.ID? = nil, type: Artifact.Kind? = nil
    ) async throws -> [Artifact] {
        var condition: SQLStatement = "run_id = \(run)"
        if let phase { condition.append(" AND phase_id = \(phase)") }
        if let execution { condition.append(" AND execution_id = \(execution)") }
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
    ///   written (``checkArtifact(_:)`` says so before); `DatabaseError`; and what the body throws.
    /// - Complexity: Linear in the content; 64 KiB of it are in memory.
    public func readArtifact(_ id: Artifact.ID, _ body: ([UInt8]) throws -> Void) async throws {
        guard let artifact = try await artifact(id) else { throw StateError.notFound(.artifact, id.description) }
        try await restoreContent(of: artifact)
        try files.read(artifact, body)
    }

    /// Reads the content of an artifact to its end and compares it with the digest that its row holds.
    ///
    /// - Throws: As ``readArtifact(_:_:)``.
    /// - Complexity: Linear in the content; 64 KiB of it are in memory.
    public func checkArtifact(_ id: Artifact.ID) async throws { try await readArtifact(id) { _ in } }

    /// The content of an artifact as text; bytes that are no UTF-8 become U+FFFD.
    ///
    /// - Throws: As ``readArtifact(_:_:)``. Content that is not what was written is never given back.
    /// - Complexity: Linear in the content, all of which is in memory.
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
