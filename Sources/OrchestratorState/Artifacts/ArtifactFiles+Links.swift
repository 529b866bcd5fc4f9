internal import OrchestratorDatabase
internal import OrchestratorModel

extension ArtifactFiles {
    /// Where the file of an artifact goes: the name comes from ids, types and numbers alone.
    static func path(
        of id: Artifact.ID, _ kind: Artifact.Kind, run: Run.ID, phase: Int?, pass: Int?, extension fileExtension: String
    ) -> String {
        var parts = [run.description]
        if let phase { parts.append("phase_\(phase)") }
        if let pass { parts.append("pass_\(pass)") }
        return (parts + ["\(kind.rawValue)-\(id.description.suffix(12)).\(fileExtension)"]).joined(separator: "/")
    }

    /// How the name of an artifact's file ends: `md`, `log.gz`. Only what this program gives as an ending is taken over.
    static func fileExtension(of artifact: Artifact) -> String {
        let name = artifact.path.split(separator: "/").last ?? ""
        let ending = name.split(separator: ".").dropFirst().joined(separator: ".")
        let isPlain = ending.utf8.allSatisfy { ("a"..."z").contains(Unicode.Scalar($0)) || $0 == UInt8(ascii: ".") }
        return ending.isEmpty || ending.utf8.count > 12 || !isPlain ? artifact.type.fileExtension : ending
    }

    /// Gives the file of an artifact a second name, or copies it where the file system has one name for each file only. Returns when it is
    /// durable.
    ///
    /// - Throws: ``ArtifactError``; of kind `missing` where the file is gone.
    func link(_ source: Artifact, as artifact: Artifact) throws {
        guard let known = try file(of: source) else { throw ArtifactError(.missing, source.path, "the file is gone") }
        let suffix = known == source.path ? "" : Self.gzipSuffix
        let (old, new) = (try location(of: known), try location(of: artifact.path + suffix))
        let directory = String(new[..<(new.lastIndex(of: "/") ?? new.startIndex)])
        try DurableFile.makeDirectories(directory)
        guard try !DurableFile.link(old, as: new, in: directory) else { return }
        let temporary = "\(directory)/.\(artifact.id).partial"
        defer { unlinkQuietly(temporary) }
        let file = try DurableFile(reading: old)
        let copy = try DurableFile(creating: temporary)
        while case let bytes = try file.read(), !bytes.isEmpty { try copy.write(bytes) }
        try copy.sync()
        try DurableFile.publish(temporary, as: new, in: directory)
    }

    /// Removes a file whose row was not written, unless that is not known.
    func discard(_ artifact: Artifact, after error: any Error) {
        if let error = error as? DatabaseError, !error.leftNothing { return }
        for path in [artifact.path, artifact.path + Self.gzipSuffix] { unlinkQuietly("\(base)/\(path)") }
    }
}
