extension Git {
    /// What became of an attempt to exchange commits with a remote.
    package enum Exchange: Hashable, Sendable {
        /// There was nobody to exchange with; the notice is a sentence.
        case skipped(notice: String)
        /// There was nothing new.
        case upToDate
        /// Commits went over.
        case done
    }

    /// Fetches, and moves the branch checked out forward to its upstream. Without an upstream nothing happens.
    ///
    /// - Throws: ``GitError/diverged(branch:upstream:output:)`` if both have moved.
    package func pull() async throws(GitError) -> Exchange {
        let status = try await status()
        guard let branch = status.branch else { return .skipped(notice: "no branch is checked out, so nothing was pulled") }
        guard let upstream = status.upstream else {
            return .skipped(notice: "the branch '\(branch)' follows no other, so nothing was pulled")
        }
        _ = try await run(["fetch", "--quiet"], .writing)
        let result = try await attempt(["merge", "--ff-only", "--quiet", "@{upstream}"], .writing)
        guard result.status == 0 else {
            let hasOwnCommits = try await attempt(["merge-base", "--is-ancestor", "HEAD", "@{upstream}"], .reading).status == 1
            throw hasOwnCommits ? .diverged(branch: branch, upstream: upstream, output: result.report) : result.error
        }
        return try await headCommit() == status.commit ? .upToDate : .done
    }

    /// Pushes a branch under its own name and lets it follow that. Without a remote nothing happens.
    package func push(branch: String) async throws(GitError) -> Exchange {
        try Self.check(branch)
        guard let remote = try await remote(for: branch) else {
            return .skipped(notice: "there is no remote, so '\(branch)' was not pushed")
        }
        let reference = "refs/heads/\(branch)"
        let result = try await attempt(["push", "--porcelain", "--set-upstream", "--", remote, "\(reference):\(reference)"], .writing)
        guard result.status == 0 else { throw .pushRejected(branch: branch, remote: remote, output: result.report) }
        // A line of the porcelain format begins with its flag: `=` for what was there already.
        return result.output.split(separator: UInt8(ascii: "\n")).contains { $0.first == UInt8(ascii: "=") } ? .upToDate : .done
    }

    /// The remote that a branch is pushed to, as git itself would choose it; if there is but one, that.
    private func remote(for branch: String) async throws(GitError) -> String? {
        let remotes = GitResult.line(try await run(["remote"], .reading)).split(separator: "\n").map(String.init)
        for key in ["branch.\(branch).pushRemote", "remote.pushDefault", "branch.\(branch).remote"] {
            let value = try await attempt(["config", "--get", key], .reading)
            if value.status == 0, remotes.contains(value.line) { return value.line }
        }
        return remotes.contains("origin") ? "origin" : remotes.count == 1 ? remotes.first : nil
    }
}
