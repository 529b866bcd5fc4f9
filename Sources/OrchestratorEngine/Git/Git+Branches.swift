extension Git {
    /// Checks a branch out: an existing one, else one that exactly one remote has, else a new one at the commit checked out.
    package func checkOut(branch: String) async throws(GitError) {
        try Self.check(branch)
        if try await exists(branch: branch) {
            _ = try await run(["switch", "--no-guess", branch], .writing)
        } else if try await remotes(having: branch).count == 1 {
            _ = try await run(["switch", "--guess", branch], .writing)
        } else {
            _ = try await run(["switch", "--no-track", "--create", branch], .writing)
        }
    }

    /// Whether there is a branch of that name here.
    package func exists(branch: String) async throws(GitError) -> Bool {
        try Self.check(branch)
        return try await attempt(["show-ref", "--verify", "--quiet", "refs/heads/\(branch)"], .reading).status == 0
    }

    /// Merges a branch into the one checked out, with a commit of its own. A merge that does not succeed is undone.
    ///
    /// - Returns: Whether an identity of this program stands in the commit, since the user has none.
    @discardableResult
    package func merge(branch: String, message: String) async throws(GitError) -> Bool {
        try Self.check(branch)
        let identity = try await fallbackIdentity()
        let text = message.replacing("\0", with: "\u{FFFD}")
        do throws(GitError) {
            let result = try await attempt(identity + ["merge", "--no-ff", "--no-edit", "-m", text, "refs/heads/\(branch)"], .writing)
            guard result.status != 0 else { return !identity.isEmpty }
            let conflicts = try await conflicts()
            if !conflicts.isEmpty { throw .conflict(branch: branch, into: try await currentBranch() ?? "HEAD", paths: conflicts) }
            // Without a conflict, a merge stays under way only when a hook did not let it be committed.
            throw try await isMerging() ? .rejectedByHook(output: result.report) : result.error
        } catch {
            // In a task of its own, which goes on when this one was cancelled.
            let undone = await Task { () async -> Result<Void, GitError> in
                do throws(GitError) { return .success(try await undoMerge()) } catch { return .failure(error) }
            }.value
            try undone.get()
            throw error
        }
    }

    /// Gives a merge up that is under way, such as one that a crash has left; without one nothing happens.
    package func undoMerge() async throws(GitError) {
        if try await isMerging() { _ = try await run(["merge", "--abort"], .writing) }
    }

    /// The branches whose tips a merge that is under way would merge; none without one.
    package func branchesBeingMerged() async throws(GitError) -> [String] {
        guard try await isMerging() else { return [] }
        let tips = try await run(["for-each-ref", "--points-at=MERGE_HEAD", "--format=%(refname:short)", "refs/heads/"], .reading)
        return GitResult.line(tips).split(separator: "\n").map(String.init)
    }

    private func isMerging() async throws(GitError) -> Bool {
        try await attempt(["rev-parse", "--quiet", "--verify", "MERGE_HEAD"], .reading).status == 0
    }

    private func conflicts() async throws(GitError) -> [String] {
        try await run(["diff", "--name-only", "--diff-filter=U", "-z"], .reading).split(separator: 0).map { GitPath($0).text }
    }

    /// The commit that a branch or the name of a commit stands for; `nil` where this repository has none of that name.
    package func commit(named name: String) async throws(GitError) -> String? {
        guard BranchName.isValid(name) else { return nil }
        let result = try await attempt(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(name)^{commit}"], .reading)
        return result.status == 0 ? result.line : nil
    }

    /// Makes a branch at a commit, without checking it out. The name must be free.
    package func create(branch: String, at commit: String) async throws(GitError) {
        try Self.check(branch)
        _ = try await run(["branch", "--no-track", "--", branch, commit], .writing)
    }

    /// Deletes a branch, merged or not.
    package func delete(branch: String) async throws(GitError) {
        try Self.check(branch)
        _ = try await run(["branch", "-D", "--", branch], .writing)
    }

    static func check(_ branch: String) throws(GitError) {
        guard BranchName.isValid(branch) else { throw .invalidBranch(branch) }
    }

    private func remotes(having branch: String) async throws(GitError) -> [String] {
        let listing = GitResult.line(try await run(["for-each-ref", "--format=%(refname)", "refs/remotes/*/\(branch)"], .reading))
        return listing.split(separator: "\n").map(String.init)
    }
}
