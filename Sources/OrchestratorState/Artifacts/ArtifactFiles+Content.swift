package import OrchestratorModel

extension ArtifactFiles {
    /// The file that holds an artifact's content, relative to the directory; `nil` where there is none.
    ///
    /// Compressed content is beside the original, whose row may say so a moment later, or a moment earlier than the original is gone: whichever of
    /// the two is there will do.
    package func file(of artifact: Artifact) throws -> String? {
        try Self.candidates(artifact).first { DurableFile.isFile(try location(of: $0)) }
    }

    private static func candidates(_ artifact: Artifact) -> [String] {
        let compressed = artifact.path + gzipSuffix
        return artifact.content == .compressed ? [compressed, artifact.path] : [artifact.path, compressed]
    }

    /// What the name of a compressed file has at its end.
    static let gzipSuffix = ".gz"

    /// Reads the content of an artifact piece by piece, at most 64 KiB each, decompressed where it is compressed.
    ///
    /// - Throws: ``ArtifactError``; of kind `changed`, after the last piece, where the content is not what was written.
    package func read(_ artifact: Artifact, _ body: ([UInt8]) throws -> Void) throws {
        guard artifact.content != .pruned else { throw ArtifactError(.missing, artifact.path, "was deleted when its time had come") }
        do {
            try read(Self.candidates(artifact)[0], of: artifact, body)
        } catch let error as ArtifactError where error.kind == .missing {
            do {
                try read(Self.candidates(artifact)[1], of: artifact, body)
            } catch let second as ArtifactError where second.kind == .missing {
                guard artifact.content == .absent else { throw error }
                throw ArtifactError(.missing, artifact.path, "came without its content: copy the file to this place below the directory of artifacts")
            }
        }
    }

    /// Reads what is under one of the names that the content of an artifact may have.
    func read(_ path: String, of artifact: Artifact, _ body: ([UInt8]) throws -> Void) throws {
        _ = try location(of: path)
        let file = try DurableFile(reading: path.split(separator: "/").map(String.init), in: base)
        var digest = Digest()
        if path != artifact.path {
            try file.forEachDecompressedPiece { bytes in
                digest.add(bytes)
                try body(bytes)
            }
        } else {
            while case let bytes = try file.read(), !bytes.isEmpty {
                digest.add(bytes)
                try body(bytes)
            }
        }
        if let expected = artifact.sha256, digest.text() != expected {
            throw ArtifactError(.changed, artifact.path, "the content is not what was written")
        }
    }

    /// Removes files of an artifact that its row no longer names: the original once it is compressed, both once its time has come.
    ///
    /// - Returns: How many bytes are free now. A file that has other names stays under them.
    @discardableResult
    func removeStale(_ artifact: Artifact) -> Int {
        let stale: [String] =
            switch artifact.content {
            case .compressed: [artifact.path]
            case .pruned: [artifact.path, artifact.path + Self.gzipSuffix]
            case .present, .absent: []
            }
        var freed = 0
        for path in stale {
            guard let location = try? location(of: path) else { continue }
            if let file = FileFacts(of: location), file.names == 1 { freed += file.size }
            unlinkQuietly(location)
        }
        return freed
    }
}
