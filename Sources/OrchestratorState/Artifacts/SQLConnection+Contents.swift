internal import OrchestratorDatabase
internal import OrchestratorModel

/// The contents of artifacts in the database, where it keeps them.
extension SQLConnection {
    /// How many bytes a piece has, all but the last.
    private static var pieceSize: Int { 256 * 1024 }

    /// Copies the content of an artifact from its file, whose row is there.
    ///
    /// - Throws: ``ArtifactError``; of kind `changed` where the file does not hold what the row says.
    func insertContent(of artifact: Artifact, from files: ArtifactFiles) throws {
        var (piece, number) = ([UInt8](), 0)
        func insertPiece() throws {
            try insertContent(piece, number: number, of: artifact.id)
            number += 1
            piece.removeAll(keepingCapacity: true)
        }
        try files.read(artifact) { bytes in
            piece += bytes
            if piece.count >= Self.pieceSize { try insertPiece() }
        }
        // An empty content has one piece too: without any, the content would be missing.
        if !piece.isEmpty || number == 0 { try insertPiece() }
    }

    /// Inserts a piece.
    func insertContent(_ bytes: [UInt8], number: Int, of artifact: Artifact.ID) throws {
        try execute(Tables.artifactChunks.insertion(of: [artifact.sqlValue, number.sqlValue, .blob(bytes)]))
    }

    /// Gives an artifact the content of another one.
    func copyContent(of source: Artifact.ID, to artifact: Artifact.ID) throws {
        try execute(
            """
            INSERT INTO artifact_chunks (artifact_id, number, content)
            SELECT \(artifact), number, content FROM artifact_chunks WHERE artifact_id = \(source)
            """)
    }

    /// Hands on the pieces of a content in their order; none where the database does not have it.
    func forEachPiece(of artifact: Artifact.ID, _ body: ([UInt8]) throws -> Void) throws {
        try forEach("SELECT content FROM artifact_chunks WHERE artifact_id = \(artifact) ORDER BY number") { row in
            guard case .blob(let bytes) = try row.next() else { throw row.mismatch("bytes") }
            try body(bytes)
        }
    }

    /// Looks whether the database has the content of an artifact as it was written.
    ///
    /// - Throws: ``ArtifactError`` where it does not.
    func checkContent(of artifact: Artifact) throws {
        var (digest, pieces) = (Digest(), 0)
        try forEachPiece(of: artifact.id) { bytes in
            digest.add(bytes)
            pieces += 1
        }
        guard pieces > 0 else { throw ArtifactError(.missing, artifact.path, "the content is not in the database") }
        if let expected = artifact.sha256, digest.text() != expected {
            throw ArtifactError(.changed, artifact.path, "the content in the database is not what was written")
        }
    }

    /// Removes the contents of artifacts.
    func removeContents(of artifacts: [Artifact.ID]) throws {
        guard dialect.keepsContents else { return }
        for id in artifacts { try execute("DELETE FROM artifact_chunks WHERE artifact_id = \(id)") }
    }
}
