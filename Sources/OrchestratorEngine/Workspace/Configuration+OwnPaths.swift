package import OrchestratorConfiguration

extension Configuration {
    /// Where the program itself writes: the artifacts, the log, and the store where it is a file. None of it is the work of an agent.
    package var ownPaths: [String] {
        var paths = [artifacts.basePath, logging.filePath]
        if case .sqlite(let path) = state.url { paths.append(path) }
        return paths
    }

    /// Whether a path names something that the program itself writes, or a file that the store has beside it: whatever else is written there destroys it.
    package func isOwn(_ path: String) -> Bool {
        let beside = ["-wal", "-shm", "-journal", ".lock"]
        guard !ownPaths.contains(where: { RealPath.relative(path, to: $0) != nil }) else { return true }
        guard case .sqlite(let store) = state.url else { return false }
        return beside.contains { RealPath.relative(path, to: RealPath.resolved(store) + $0) != nil }
    }
}
