extension Git {
    /// A commit that was made.
    package struct Commit: Hashable, Sendable {
        /// Its digest.
        package let id: String
        /// What it holds.
        package let paths: [GitPath]
        /// Whether an identity of this program stands in it, since the user has none.
        package let usesFallbackIdentity: Bool
    }

    /// Commits what has changed since a snapshot, tracked files and new ones; what differed before in the same way stays as it is, staged or not.
    ///
    /// - Parameters:
    ///   - excluded: Absolute paths that are never committed, with all that lies below them or stands beside them under the same name with an ending.
    ///   - message: The message, at will of several lines.
    ///   - runsHooks: Whether the repository's hooks have a say in it.
    /// - Returns: The commit; `nil` if there was nothing to commit.
    /// - Throws: ``GitError/rejectedByHook(output:)`` if a hook did not let it pass.
    package func commit(
        changesSince earlier: WorkingTreeSnapshot, excluding excluded: [String], message: String, runsHooks: Bool = true
    ) async throws(GitError) -> Commit? {
        let top = try await top()
        let left = excluded.compactMap { RealPath.relative($0, to: top) }
        let paths = try await snapshot().changes(since: earlier, excluding: left)
        guard !paths.isEmpty else { return nil }
        let list = TemporaryFile()
        guard list.create(paths.flatMap { $0.pathspec + [0] }) else { throw .notStarted(reason: "a temporary file can't be written") }
        let fromList = ["--pathspec-from-file=\(list.path)", "--pathspec-file-nul"]
        _ = try await run(["add", "--all"] + fromList, .writing)
        // A file that was added and removed again differs from the index, not from the commit.
        let differs = try await attempt(["diff", "--cached", "--quiet", "--ignore-submodules=dirty", "HEAD"], .reading)
        guard differs.status != 0 else { return nil }
        let identity = try await fallbackIdentity()
        let text = message.replacing("\0", with: "\u{FFFD}")
        // `--only`: what the user had staged before stays staged and out of this commit.
        let command =
            identity + ["commit", "--quiet", "--cleanup=whitespace", "--file=-", "--only"] + (runsHooks ? [] : ["--no-verify"]) + fromList
        let result = try await attempt(command, .writing, input: .text(text))
        guard result.status == 0 else {
            throw try await hasCommitHook() && result.status == 1 ? .rejectedByHook(output: result.report) : result.error
        }
        guard let id = try await headCommit() else { throw result.error }
        return Commit(id: id, paths: paths, usesFallbackIdentity: !identity.isEmpty)
    }

    /// Options that name this program as the author of a commit, for what the user has not configured; empty if nothing is missing.
    func fallbackIdentity() async throws(GitError) -> [String] {
        var options: [String] = []
        for (key, variables, value) in [
            ("user.name", ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"], "Agent Orchestrator"),
            ("user.email", ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"], "orchestrator@localhost"),
        ] {
            if variables.allSatisfy({ !(variable($0) ?? "").isEmpty }) { continue }
            // author.name and committer.name stand in for user.name.
            let pattern = "^(user|author|committer)\\.\(key.dropFirst(5))$"
            let configured = try await attempt(["config", "--get-regexp", pattern], .reading)
            if configured.status != 0 { options += ["-c", "\(key)=\(value)"] }
        }
        return options
    }

    /// Whether a hook could have refused a commit.
    private func hasCommitHook() async throws(GitError) -> Bool {
        for hook in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
            // It knows about `core.hooksPath`; the answer is relative to the directory.
            let path = GitResult.line(try await run(["rev-parse", "--git-path", "hooks/\(hook)"], .reading))
            if RealPath.isExecutable(path.hasPrefix("/") ? path : directory + "/" + path) { return true }
        }
        return false
    }
}
