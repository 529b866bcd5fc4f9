public import OrchestratorModel

/// A configuration with where each value came from.
public struct LoadedConfiguration: Sendable {
    /// The typed sections.
    public let configuration: Configuration
    /// The absolute path of the project.
    public let projectDirectory: String
    /// Everything that is not an error, ordered by layer and line.
    public let warnings: [Diagnostic]
    /// Every layer that was looked for, lowest first.
    public let layers: [LayerReport]
    /// The directory that names in diagnostics are relative to.
    let workingDirectory: String
    let merged: MergedMap

    /// The effective document, redacted, under present names; what `config show --json` prints and what a run keeps.
    ///
    /// Durations are numbers of seconds, sizes numbers of bytes, paths as they are written. The same configuration gives the same document.
    ///
    /// - Complexity: Made anew each time it is asked for.
    public var document: JSONValue { EffectiveDocument(self).json }
}
