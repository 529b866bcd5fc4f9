import AgentOrchestrator

/// The branch that a fork works on.
struct ForkBranch {
    let name: String
    /// The commit at which it begins; `nil` where that is the end of the branch on which the parent began.
    let commit: String?
    /// Whether it is there already.
    let exists: Bool
    /// The branch that the store notes: where the repository is named by a URL that is the one on which the parent began, and the run makes its own
    /// in its clone.
    let noted: String
    /// Where it is made; `nil` where the run makes it.
    private let git: Git?

    /// - Parameter name: The one that was asked for; otherwise one of the fork's own.
    /// - Throws: ``Failure`` where the commit is not in the repository, or a branch was asked for and the run makes its own.
    init(of fork: RunFork, named name: String?, prefix: String) async throws {
        let run = fork.document.run
        guard RepositoryAddress(run.repositoryPath).url == nil else {
            guard name == nil else {
                throw Failure(.usage, "a run whose repository is a URL works on a branch of its own: leave out --branch")
            }
            (git, self.name, exists, noted, commit) = (nil, prefix + run.id.description, false, run.branch, fork.commit)
            return
        }
        let git = Git(directory: run.repositoryPath)
        self.git = git
        self.name = name ?? "\(prefix)fork-\(run.id.short)"
        noted = self.name
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
        if !exists, let commit { try await git?.create(branch: name, at: commit) }
    }

    func unmake() async throws {
        if !exists { try await git?.delete(branch: name) }
    }
}
