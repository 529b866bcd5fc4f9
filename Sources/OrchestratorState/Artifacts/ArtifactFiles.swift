internal import Foundation
internal import OrchestratorDatabase
package import OrchestratorModel

/// The directory of artifacts: files get their names from ids, types and numbers alone, are durable before anything names them, and are
/// never replaced.
package struct ArtifactFiles: Sendable {
    /// The directory, absolute.
    package let base: String

    package init(base: String) {
        self.base = base
    }

    /// Writes a file: under a temporary name, made durable, given its final name, which is made durable too.
    ///
    /// - Parameters:
    ///   - phase: The number of the phase it belongs to.
    ///   - pass: The number of the pass.
    package func write(
        _ bytes: [UInt8], _ kind: Artifact.Kind, of run: Run.ID, phase: Int? = nil, pass: Int? = nil, at time: Timestamp
    ) throws -> StoredFile {
        let file = try reserve(kind, of: run, phase: phase, pass: pass, at: time)
        do {
            try DurableFile(creating: file.temporaryPath).write(bytes)
            return try publish(file)
        } catch {
            unlinkQuietly(file.temporaryPath)
            throw error
        }
    }

    /// Copies a regular file, as ``write(_:_:of:phase:pass:at:)`` writes bytes.
    func copy(
        _ source: String, _ kind: Artifact.Kind, of run: Run.ID, phase: Int? = nil, pass: Int? = nil, at time: Timestamp
    ) throws -> StoredFile {
        let content = try DurableFile(reading: source)
        let file = try reserve(kind, of: run, phase: phase, pass: pass, at: time)
        do {
            let copy = try DurableFile(creating: file.temporaryPath)
            while case let bytes = try content.read(), !bytes.isEmpty { try copy.write(bytes) }
            return try publish(file)
        } catch {
            unlinkQuietly(file.temporaryPath)
            throw error
        }
    }

    /// Chooses the names of a file that something else will write.
    package func reserve(
        _ kind: Artifact.Kind, of run: Run.ID, phase: Int? = nil, pass: Int? = nil, at time: Timestamp
    ) throws -> ReservedFile {
        let id = Artifact.ID(at: time)
        let path = Self.path(of: id, kind, run: run, phase: phase, pass: pass, extension: kind.fileExtension)
        let split = path.lastIndex(of: "/") ?? path.startIndex
        let (directory, name) = (String(path[..<split]), path[path.index(after: split)...])
        _ = try location(of: directory)
        try DurableFile.makeDirectories("\(base)/\(directory)")
        return ReservedFile(
            id: id, kind: kind, temporaryPath: "\(base)/\(directory)/.\(name).partial", path: path, mediaType: kind.mediaType)
    }

    /// Gives a file that was written its final name, and returns when content and name are on the disk.
    package func publish(_ file: ReservedFile, metadata: JSONValue = [:]) throws -> StoredFile {
        let content = try DurableFile(reading: file.temporaryPath)
        var digest = Digest()
        var size = 0
        while case let bytes = try content.read(), !bytes.isEmpty {
            digest.add(bytes)
            size += bytes.count
        }
        try content.sync()
        let final = "\(base)/\(file.path)"
        try DurableFile.publish(file.temporaryPath, as: final, in: String(final[..<(final.lastIndex(of: "/") ?? final.startIndex)]))
        return StoredFile(
            id: file.id, kind: file.kind, path: file.path, sha256: digest.text(), sizeBytes: size, mediaType: file.mediaType,
            metadata: metadata, base: base)
    }

    /// Removes a file that no row will name.
    package func discard(_ file: StoredFile) { unlinkQuietly("\(base)/\(file.path)") }

    /// Removes a file whose row was not written. Where it is not known whether it was, because the disk failed in the middle, the file stays: a
    /// file too many does no harm, a row without its file does (invariant 8).
    package func discard(_ file: StoredFile, after error: any Error) {
        if let error = error as? DatabaseError, !error.leftNothing { return }
        discard(file)
    }

    /// Removes a reserved file that nothing was written to, or that is not wanted.
    package func discard(_ file: ReservedFile) { unlinkQuietly(file.temporaryPath) }

    /// Removes all files of a run.
    func removeAll(of run: Run.ID) {
        guard let directory = try? location(of: run.description) else { return }
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// The files of a run, by their paths.
    func all(of run: Run.ID) -> [RunDeletion.File] {
        guard let directory = try? location(of: run.description) else { return [] }
        let names = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return names.sorted().compactMap { name in
            DurableFile.size(of: "\(directory)/\(name)").map { RunDeletion.File(path: "\(run)/\(name)", bytes: $0) }
        }
    }

    /// The absolute path of an artifact's file.
    ///
    /// - Throws: ``ArtifactError`` of kind `outside` where the path leads out of the directory or through a link.
    package func location(of path: String) throws -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw ArtifactError(.outside, path, "is not inside the directory of artifacts")
        }
        var current = base
        for part in parts {
            current += "/\(part)"
            if DurableFile.isLink(current) { throw ArtifactError(.outside, path, "leads through a symbolic link") }
        }
        return current
    }
}

extension Artifact.Kind {
    /// How the names of such files end.
    var fileExtension: String {
        switch self {
        case .plan: "yaml"
        case .spec, .prompt: "md"
        case .agentOutput, .verificationLog: "log"
        case .findingsReport, .workingTree: "json"
        }
    }

    /// What such files hold.
    var mediaType: String {
        switch self {
        case .plan: "application/yaml"
        case .spec, .prompt: "text/markdown"
        case .agentOutput, .verificationLog: "text/plain"
        case .findingsReport, .workingTree: "application/json"
        }
    }
}
