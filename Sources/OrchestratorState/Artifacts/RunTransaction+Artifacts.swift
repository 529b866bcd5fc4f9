internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// Inserts the row of a file.
    mutating func insert(_ file: StoredFile, phase: Phase.ID?, execution: Execution.ID?) throws {
        let artifact = Artifact(
            id: file.id, runID: head.id, phaseID: phase, executionID: execution, type: file.kind, path: file.path, sha256: file.sha256,
            sizeBytes: file.sizeBytes, mediaType: file.mediaType, content: .present, metadata: file.metadata, createdAt: now)
        try connection.insert(artifact)
        if connection.dialect.keepsContents { try connection.insertContent(of: artifact, from: ArtifactFiles(base: file.base)) }
        count(.artifacts)
        count(.artifactBytes, file.sizeBytes)
        try record(.artifactSaved, .artifact, artifact.id.description, ["artifact": artifact.document])
    }
}
