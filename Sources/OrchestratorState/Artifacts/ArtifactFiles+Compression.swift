internal import OrchestratorModel

extension ArtifactFiles {
    /// Whether a file is so large that compressing it may save something: file systems give room away in blocks.
    static func isWorthCompressing(_ size: Int) -> Bool { blocks(size) > 1 }

    private static func blocks(_ size: Int) -> Int { (size + 4095) / 4096 }

    /// Writes the content of artifacts as gzip beside their files, durable and read back; the files themselves stay.
    ///
    /// - Parameter artifacts: Those whose files are one, under all its names. What is written has as many names again.
    /// - Returns: How many bytes it has now; `nil` where that would save nothing: then nothing is written.
    /// - Throws: ``ArtifactError``; of kind `changed` where the content is not what was written.
    func compress(_ artifacts: [Artifact]) throws -> Int? {
        guard let first = artifacts.first else { return nil }
        let target = try location(of: first.path + Self.gzipSuffix)
        // Another process, or this one before it was killed, may have come so far already.
        let isDone = try !DurableFile.isFile(location(of: first.path)) && DurableFile.isFile(target)
        guard try isDone || writeCompressed(first, as: target) else { return nil }
        for other in artifacts.dropFirst() { try shareCompressed(target, with: other) }
        for artifact in artifacts { try read(artifact.path + Self.gzipSuffix, of: artifact) { _ in } }
        return DurableFile.size(of: target) ?? 0
    }

    /// - Returns: Whether it saves something; otherwise nothing was written.
    private func writeCompressed(_ artifact: Artifact, as target: String) throws -> Bool {
        let directory = Self.directory(of: target)
        let name = temporaryName(of: artifact, in: directory)
        defer { unlinkQuietly(name) }
        let source = try DurableFile(reading: artifact.path.split(separator: "/").map(String.init), in: base)
        let file = try DurableFile(creating: name)
        var size = 0
        try file.compress {
            let bytes = try source.read()
            size += bytes.count
            return bytes
        }
        guard Self.blocks(DurableFile.size(of: name) ?? 0) < Self.blocks(size) else { return false }
        try file.sync()
        // Whatever an earlier attempt has left is replaced.
        try DurableFile.publish(name, as: target, in: directory, replacing: true)
        return true
    }

    /// Gives the compressed file another name, beside the file of an artifact of the same content; where the file system can't, there will be another
    /// one.
    private func shareCompressed(_ compressed: String, with artifact: Artifact) throws {
        let target = try location(of: artifact.path + Self.gzipSuffix)
        let directory = Self.directory(of: target)
        let name = temporaryName(of: artifact, in: directory)
        // Where the target has been a name of the same file before, renaming does nothing.
        defer { unlinkQuietly(name) }
        guard try DurableFile.link(compressed, as: name, in: directory) else {
            _ = try writeCompressed(artifact, as: target)
            return
        }
        try DurableFile.publish(name, as: target, in: directory, replacing: true)
    }

    private static func directory(of path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }

    private func temporaryName(of artifact: Artifact, in directory: String) -> String {
        "\(directory)/.\(artifact.id).\(UInt64.random(in: .min ... .max)).partial"
    }
}
