extension Git {
    /// Clones a repository into a directory that is not there yet; its parent is the directory of this value.
    package func clone(_ url: String, into name: String) async throws(GitError) {
        _ = try await run(["clone", "--quiet", "--no-tags", "--", url, name], .writing)
    }

    /// The branch that a repository elsewhere offers first; `nil` where it says none.
    package func defaultBranch(of url: String) async throws(GitError) -> String? {
        let listing = GitResult.line(try await run(["ls-remote", "--symref", "--", url, "HEAD"], .reading))
        let prefix = "ref: refs/heads/"
        guard let line = listing.split(separator: "\n").first(where: { $0.hasPrefix(prefix) }) else { return nil }
        return String(line.dropFirst(prefix.count).prefix { $0 != "\t" })
    }

    /// Makes a branch at a commit and checks it out, whatever it was before.
    package func checkOutAnew(branch: String, at commit: String) async throws(GitError) {
        try Self.check(branch)
        _ = try await run(["switch", "--quiet", "--no-track", "--force-create", branch, commit], .writing)
    }

    /// The commit of a branch that the only remote had when it was asked last; `nil` where it had none of that name.
    package func remoteCommit(of branch: String) async throws(GitError) -> String? {
        try Self.check(branch)
        let result = try await attempt(["rev-parse", "--quiet", "--verify", "refs/remotes/origin/\(branch)^{commit}"], .reading)
        return result.status == 0 ? result.line : nil
    }

    /// Puts a branch into the place of the one that the remote `origin` has under its name.
    ///
    /// - Throws: ``GitError/pushRejected(branch:remote:output:)`` where it can't be, or where another process put one there since the look.
    package func replace(branch: String) async throws(GitError) {
        try Self.check(branch)
        let reference = "refs/heads/\(branch)"
        let listing = GitResult.line(try await run(["ls-remote", "--", "origin", reference], .reading))
        let expected = String(listing.prefix { $0 != "\t" })
        let command = ["push", "--porcelain", "--force-with-lease=\(reference):\(expected)", "--", "origin", "\(reference):\(reference)"]
        let result = try await attempt(command, .writing)
        guard result.status == 0 else { throw .pushRejected(branch: branch, remote: "origin", output: result.report) }
    }
}
