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

    private func read(_ path: String, of artifact: Artifact, _ body: ([UInt8]) throws -> Void) throws {
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

    /// Writes the content of an artifact as gzip beside its file, durable and read back; the file itself stays.
    ///
    /// - Returns: How many bytes it has now.
    /// - Throws: ``ArtifactError``; of kind `changed` where the content is not what was written.
    func compress(_ artifact: Artifact) throws -> Int {
        let target = try location(of: artifact.path + Self.gzipSuffix)
        // Another process, or this one before it was killed, may have come so far already.
        let isDone = try !DurableFile.isFile(location(of: artifact.path)) && DurableFile.isFile(target)
        if !isDone { try writeCompressed(artifact, as: target) }
        try read(artifact.path + Self.gzipSuffix, of: artifact) { _ in }
        return DurableFile.size(of: target) ?? 0
    }

    private func writeCompressed(_ artifact: Artifact, as target: String) throws {
        let directory = String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)])
        let name = "\(directory)/.\(artifact.id).\(UInt64.random(in: .min ... .max)).partial"
        do {
            let source = try DurableFile(reading: artifact.path.split(separator: "/").map(String.init), in: base)
            let file = try DurableFile(creating: name)
            try file.compress { try source.read() }
            try file.sync()
            // Whatever an earlier attempt has left is replaced.
            try DurableFile.publish(name, as: target, in: directory, replacing: true)
        } catch {
            unlinkQuietly(name)
            throw error
        }
    }

    /// Removes files of an artifact that its row no longer names: the original once it is compressed, both once its time has come.
    func removeStale(_ artifact: Artifact) {
        let stale: [String] =
            switch artifact.content {
            case .compressed: [artifact.path]
            case .pruned: [artifact.path, artifact.path + Self.gzipSuffix]
            case .present, .absent: []
            }
        for path in stale { if let location = try? location(of: path) { unlinkQuietly(location) } }
    }
}
