package import OrchestratorConfiguration

extension Configuration {
    /// Where the program itself writes: the artifacts, the log, and the store where it is a file. None of it is the work of an agent.
    package var ownPaths: [String] {
        var paths = [artifacts.basePath, logging.filePath]
        if case .sqlite(let path) = state.url { paths.append(path) }
        return paths
    }
}
