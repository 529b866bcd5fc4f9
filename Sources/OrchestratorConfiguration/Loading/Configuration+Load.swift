extension Configuration {
    /// Loads what applies to a project: all layers, merged, checked and typed.
    ///
    /// Nothing is written, and no directory is made.
    ///
    /// - Throws: ``ConfigurationProblems`` with all problems of all layers, and the warnings found beside them.
    /// - Complexity: A few file reads; some milliseconds.
    public static func load(_ request: ConfigurationRequest = ConfigurationRequest()) throws(ConfigurationProblems) -> LoadedConfiguration {
        var loader = ConfigurationLoader(request)
        return try loader.load()
    }
}
