public import OrchestratorModel

extension LoadedConfiguration {
    /// The configuration that a run was started with, from the document that it kept.
    ///
    /// Secrets, `state.*` and `logging.*` come from this, the present configuration.
    ///
    /// - Parameter snapshot: A ``document`` of before.
    /// - Throws: ``ConfigurationProblems`` where this version does not accept the document any more.
    public func restored(from snapshot: JSONValue) throws(ConfigurationProblems) -> LoadedConfiguration {
        var loader = ConfigurationLoader(
            ConfigurationRequest(workingDirectory: workingDirectory, projectDirectory: projectDirectory, environment: [:]))
        return try loader.restore(snapshot, present: self)
    }

    /// The settings in which a run's snapshot and this, the present configuration, differ; those left out that always come from the present.
    public func differences(from snapshot: JSONValue) -> [ConfigurationDifference] {
        ConfigurationDifference.between(snapshot, document).filter { difference in
            !SnapshotNode.alwaysPresent.contains { difference.key == $0 || difference.key.hasPrefix("\($0).") }
        }
    }
}
