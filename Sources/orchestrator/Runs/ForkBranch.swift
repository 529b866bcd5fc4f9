import AgentOrchestrator

/// The branch that a fork works on.
struct ForkBranch {
    let name: String
    /// The commit at which it begins.
    let commit: String
    /// Whether it is there already.
    let exists: Bool
    private let git: Git

    /// - Parameter name: The one that was asked for; otherwise one of the fork's own.
    /// - Throws: ``Failure`` where the commit is not in the repository.
    init(of fork: RunFork, named name: String?, prefix: String) async throws {
        let run = fork.document.run
        git = Git(directory: run.repositoryPath)
        self.name = name ?? "\(prefix)fork-\(run.id.short)"
        exists = try await git.exists(branch: self.name)
        let start = exists ? self.name : fork.commit ?? run.branch
        guard let commit = try await git.commit(named: start) else {
            throw Failure(
                .failure,
                """
                \(fork.commit == nil ? "branch" : "commit") \(Printable.escaped(start)) is not in \(Printable.escaped(run.repositoryPath))
                help: fetch it, or name a branch to go on from with --branch
                """)
        }
        self.commit = commit
    }

    func make() async throws {
        if !exists { try await git.create(branch: name, at: commit) }
    }

    func unmake() async throws {
        if !exists { try await git.delete(branch: name) }
    }
}
