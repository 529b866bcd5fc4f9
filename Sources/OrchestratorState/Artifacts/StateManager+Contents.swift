internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// Makes sure that the file of an artifact has its content, where the database keeps contents: one that is not there, or holds something
    /// else, was written on another machine, or lost.
    ///
    /// - Throws: `DatabaseError`; ``ArtifactError`` where the file can't be written. Where the database does not have the content either, nothing
    ///   is done.
    func restoreContent(of artifact: Artifact) async throws {
        guard database.dialect.keepsContents, artifact.content == .present || artifact.content == .compressed else { return }
        do {
            return try files.read(artifact) { _ in }
        } catch let error as ArtifactError {
            guard error.kind == .missing || error.kind == .changed else { throw error }
        }
        let files = files
        _ = try await database.read { connection in try files.restore(artifact, from: connection) }
    }
}

extension ArtifactFiles {
    /// Writes the file of an artifact anew, durably, from the database.
    ///
    /// - Returns: Whether the database has the content.
    @discardableResult
    func restore(_ artifact: Artifact, from connection: any SQLConnection) throws -> Bool {
        let path = try location(of: artifact.path)
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try DurableFile.makeDirectories(directory)
        let temporary = "\(directory)/.\(artifact.id).\(UInt64.random(in: .min ... .max)).partial"
        defer { unlinkQuietly(temporary) }
        let file = try DurableFile(creating: temporary)
        var (digest, pieces) = (Digest(), 0)
        try connection.forEachPiece(of: artifact.id) { bytes in
            try file.write(bytes)
            digest.add(bytes)
            pieces += 1
        }
        guard pieces > 0 else { return false }
        if let expected = artifact.sha256, digest.text() != expected {
            throw ArtifactError(.changed, artifact.path, "the content in the database is not what was written")
        }
        try file.sync()
        try DurableFile.publish(temporary, as: path, in: directory, replacing: true)
        // What is compressed there would be read first, and is not what it should be.
        unlinkQuietly(path + Self.gzipSuffix)
        return true
    }
}
