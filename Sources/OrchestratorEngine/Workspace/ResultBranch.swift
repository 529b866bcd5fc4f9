package import OrchestratorModel

/// The branch that holds what a run has done whose repository is named by a URL.
package struct ResultBranch: Hashable, Sendable {
    /// Its name: the run's own, so that nobody else's branch is written to.
    package let name: String
    /// Where it is.
    package let url: String

    /// - Parameter prefix: The setting `execution.branch_prefix` that the run goes by.
    package init(of run: Run.ID, at url: String, prefix: String) {
        name = prefix + run.description
        self.url = url
    }

    /// The branch of a run; `nil` where that works in a directory, on the branch that its row names.
    ///
    /// - Parameters:
    ///   - configuration: What the run goes by.
    ///   - present: The prefix of one that goes by nothing of its own.
    package init?(of run: Run, configuration: JSONValue, present: String) {
        guard let url = RepositoryAddress(run.repositoryPath).url else { return nil }
        self.init(of: run.id, at: url, prefix: configuration["execution"]?["branch_prefix"]?.string ?? present)
    }
}
