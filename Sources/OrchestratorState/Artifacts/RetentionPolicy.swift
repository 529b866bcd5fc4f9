internal import OrchestratorModel

/// How long the files of artifacts are kept. Ages count from the end of the run, or from when an artifact was recorded, if that was later.
public struct RetentionPolicy: Sendable, Hashable {
    /// After this time files are compressed; `nil`: never.
    public var compressAfter: Duration?
    /// After this time files are deleted; `nil`: never.
    public var deleteAfter: Duration?

    /// A policy of those times.
    public init(compressAfter: Duration?, deleteAfter: Duration?) {
        self.compressAfter = compressAfter
        self.deleteAfter = deleteAfter
    }

    /// What becomes of an artifact of a run that nothing protects.
    ///
    /// - Parameters:
    ///   - content: What it is now.
    ///   - age: For how long its run has ended, or it has been there.
    func fate(of content: Artifact.Content, age: Duration) -> Artifact.Content? {
        guard content == .present || content == .compressed else { return nil }
        if let deleteAfter, age >= deleteAfter { return .pruned }
        if let compressAfter, age >= compressAfter, content == .present { return .compressed }
        return nil
    }

    /// Before this time nothing is touched; `nil` where nothing ever is.
    var shortest: Duration? { [compressAfter, deleteAfter].compactMap(\.self).min() }
}
