internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

extension Workspace {
    /// In a clone: commits what a pass has left, and pushes it, before the pass is recorded.
    ///
    /// - Returns: The commit that is at the URL now; `nil` in a directory, where nothing is lost with the worker.
    /// - Throws: ``StateError/leaseLost(_:)``, `GitError`.
    func keep(_ phase: Phase, summary: String?, on branch: String) async throws -> String? {
        guard clone != nil else { return nil }
        try await session.checkLease()
        // What stands on another branch is no part of the pass.
        if try await git.currentBranch() == branch {
            let message = CommitMessage.text(template: session.engine.configuration.git.commitMessageTemplate, phase: phase, summary: summary)
            _ = try await commit(message, runsHooks: false)
        }
        try await Clone.publish(branch, git, session)
        return try await git.commit(named: branch)
    }

    /// In a clone: pushes what a verified phase has changed, before it is recorded as completed.
    ///
    /// - Throws: ``StateError/leaseLost(_:)``, `GitError`.
    func publish(_ phase: Phase) async throws {
        guard let clone else { return }
        if let own = phase.branchName, try await git.exists(branch: own) { try await Clone.publish(own, git, session) }
        try await Clone.publish(clone.branch, git, session)
    }

    /// In a clone: makes the branch of a phase that is not there yet, at the commit that was recorded last for it.
    func restore(_ branch: String, of phase: Phase) async throws {
        guard let clone, branch != clone.branch, try await !git.exists(branch: branch) else { return }
        var start = try await Clone.recordedHead(of: [phase], session.state)
        if start == nil { start = try await git.commit(named: clone.branch) }
        if let start { try await git.create(branch: branch, at: start) }
    }
}
