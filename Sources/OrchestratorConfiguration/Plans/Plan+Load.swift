import OrchestratorModel

extension Plan {
    /// Reads a plan and checks it whole, before anything starts.
    ///
    /// - Parameters:
    ///   - path: The file, relative to the working directory of the request that the configuration was loaded with.
    ///   - configuration: Gives the project directory, the agents and the number of retries.
    /// - Returns: The plan, and what should be known about it.
    /// - Throws: ``ConfigurationProblems`` with everything that is wrong, each with line and column.
    public static func load(
        _ path: String, configuration: LoadedConfiguration
    ) throws(ConfigurationProblems) -> (Plan, [Diagnostic]) {
        var loader = PlanLoader(path, configuration)
        return try loader.load()
    }
}
