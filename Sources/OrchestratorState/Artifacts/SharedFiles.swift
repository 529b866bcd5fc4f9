internal import OrchestratorModel

/// The files that a cleaning has come across, with the artifacts that share each: what is done to a file frees room only once it is done to all its names.
struct SharedFiles {
    private struct Key: Hashable {
        let file: FileFacts.Identity
        let fate: Artifact.Content
    }

    private var incomplete: [Key: [Artifact]] = [:]

    /// Notes an artifact whose file it is.
    ///
    /// - Returns: All the artifacts whose file it is, where these are all its names; `nil` as long as there are others.
    mutating func add(_ artifact: Artifact, _ file: FileFacts, for fate: Artifact.Content) -> [Artifact]? {
        guard file.names > 1 else { return [artifact] }
        let key = Key(file: file.identity, fate: fate)
        incomplete[key, default: []].append(artifact)
        guard let known = incomplete[key], known.count >= file.names else { return nil }
        return incomplete.removeValue(forKey: key)
    }
}
