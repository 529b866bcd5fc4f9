internal import Foundation
internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

/// The checkout that a run works in: which branch is checked out, and what is committed when.
///
/// Everything here may be done again after a crash: a branch that is checked out, a commit that is made and a merge that is done are left as
/// they are.
struct Workspace: Sendable {
    let session: RunSession
    let run: Run
    let git: Git
    /// The clone, where the repository is named by a URL.
    let clone: Clone?
    /// What differed from the last commit before the run did anything.
    let beginning: WorkingTreeSnapshot
    /// Paths that are never committed: store, artifacts, log.
    let excluded: [String]

    /// Where the checkout is.
    struct Position: Hashable, Sendable {
        let branch: String
        let commit: String
    }

    /// The directory in which agents and checks work.
    var root: String { clone?.directory ?? run.repositoryPath }
    /// The branch that the run works on.
    var branch: String { clone?.branch ?? run.branch }

    private var configuration: Configuration { session.engine.configuration }
    private var report: @Sendable (Activity) -> Void { session.engine.report }

    /// Looks at the repository and brings it to the branch of the run.
    static func prepare(for run: Run, session: RunSession) async throws -> Workspace {
        let engine = session.engine
        let phases = try await session.state.phases(of: run.id)
        if let url = RepositoryAddress(run.repositoryPath).url {
            let clone = try await Clone.make(for: run, at: url, session, phases: phases)
            let git = Git(directory: clone.directory, environment: engine.environment, owner: run.id.description)
            return Workspace(session: session, run: run, git: git, clone: clone, beginning: .clean, excluded: engine.ownPaths)
        }
        guard run.repositoryPath.hasPrefix("/") else { throw EngineError.elsewhere(run.repositoryPath) }
        let git = Git(directory: run.repositoryPath, environment: engine.environment, owner: run.id.description)
        var state = try await git.state()
        if let top = state.checkout?.top, try await session.enterCheckout(top) { state = try await git.state() }
        if try await undoMerge(of: phases, git, engine.report) { state = try await git.state() }
        if let refusal = state.refusal(allowDirty: true) { throw EngineError.repository(refusal) }
        if phases.allSatisfy({ $0.status == .pending }) {
            if state.checkout?.branch != run.branch { try await git.checkOut(branch: run.branch) }
            if engine.configuration.git.autoPull { try await pull(git, engine.report) }
        }
        return Workspace(
            session: session, run: run, git: git, clone: nil, beginning: try await beginning(of: phases, session, git),
            excluded: engine.ownPaths)
    }

    /// Gives up the merge of a phase's branch that a crash has stopped half way; it is done again once the phase is verified again.
    ///
    /// - Returns: Whether there was one.
    private static func undoMerge(of phases: [Phase], _ git: Git, _ report: @Sendable (Activity) -> Void) async throws -> Bool {
        // Without a phase that was begun there is nothing to ask git for.
        guard phases.contains(where: { $0.status == .inProgress && $0.branchName != nil }) else { return false }
        // What is no repository has no merge; the refusal says what it is.
        guard let merged = try? await git.branchesBeingMerged(), !merged.isEmpty else { return false }
        guard let phase = phases.first(where: { $0.status == .inProgress && merged.contains($0.branchName ?? "") }) else { return false }
        try await git.undoMerge()
        report(.notice("undid the merge of phase \(phase.number), which had been stopped half way"))
        return true
    }

    private static func pull(_ git: Git, _ report: @Sendable (Activity) -> Void) async throws {
        if case .skipped(let notice) = try await git.pull() { report(.notice(notice)) }
    }

    /// Brings the checkout to where the phase is worked on.
    func enter(_ phase: Phase) async throws -> Position {
        let branch = try await branch(of: phase)
        try await restore(branch, of: phase)
        let position = try await git.position()
        if position.branch == branch { return Position(branch: branch, commit: position.commit) }
        // A new branch begins where that of the run ends.
        if branch != self.branch, try await !git.exists(branch: branch) { try await checkOut(self.branch) }
        try await checkOut(branch)
        return Position(branch: branch, commit: try await git.position().commit)
    }

    /// The branch on which the phase is worked on; a new name is kept before it is used.
    private func branch(of phase: Phase) async throws -> String {
        guard configuration.execution.mode == .branch else { return branch }
        if let branch = phase.branchName { return branch }
        let branch = BranchName.phase(
            prefix: configuration.execution.branchPrefix, run: run.id.short, number: phase.number, title: phase.title)
        try await session.state.setBranch(branch, of: phase.id, lease: session.lease)
        return branch
    }

    /// Leaves the branch of a phase that was skipped: what stands uncommitted is kept there, unless failed branches are to go.
    func leavePhases() async throws {
        guard configuration.execution.mode == .branch else { return }
        try await checkOut(branch)
        guard configuration.execution.deleteFailedBranches else { return }
        for phase in try await session.state.phases(of: run.id) where phase.status == .skipped {
            guard let branch = phase.branchName, try await git.exists(branch: branch) else { continue }
            try await git.delete(branch: branch)
            report(.notice("deleted branch \(branch) of phase \(phase.number), which was skipped"))
        }
    }

    /// Checks a branch out. What a phase has left uncommitted on its own branch is kept there first.
    private func checkOut(_ branch: String) async throws {
        let current = try await git.currentBranch()
        guard current != branch else { return }
        let left = try await session.state.phases(of: run.id).first {
            current != nil && $0.branchName == current && $0.status != .completed
        }
        if let left {
            // No hook has a say in what is only put aside.
            let kept = try await commit("Phase \(left.number), unfinished: \(left.title)", runsHooks: false)
            if kept != nil { report(.notice("kept the unfinished work of phase \(left.number) on \(current ?? branch)")) }
        }
        try await git.checkOut(branch: branch)
    }

    func commit(_ message: String, runsHooks: Bool = true) async throws -> Git.Commit? {
        let commit = try await git.commit(changesSince: beginning, excluding: excluded, message: message, runsHooks: runsHooks)
        if commit?.usesFallbackIdentity == true {
            report(.notice("git knows no name and address for you: commits are made in the name of this program"))
        }
        return commit
    }

    /// Commits, merges and pushes what a verified phase has changed, as far as the configuration says so.
    ///
    /// - Throws: `GitError` where the repository refuses: a hook, a conflict.
    func finish(_ phase: Phase, summary: String?) async throws {
        let isBranch = configuration.execution.mode == .branch
        guard configuration.git.autoCommit || isBranch || clone != nil else { return }
        let message = CommitMessage.text(template: configuration.git.commitMessageTemplate, phase: phase, summary: summary)
        if let commit = try await commit(message) {
            report(.notice("committed \(commit.id.prefix(10)): \(commit.paths.count) changed \(commit.paths.count == 1 ? "file" : "files")"))
        }
        if isBranch {
            let branch = try await branch(of: phase)
            try await git.checkOut(branch: self.branch)
            let message = "Merge phase \(phase.number): \(phase.title)"
            do {
                _ = try await git.merge(branch: branch, message: message)
            } catch {
                try await git.checkOut(branch: branch)
                throw error
            }
            report(.notice("merged \(branch) into \(self.branch)"))
        }
    }

    /// Pushes the branches of a verified phase. That it fails is told and stops nothing.
    func push(_ phase: Phase) async {
        guard configuration.git.pushBranches, clone == nil else { return }
        for branch in [phase.branchName, run.branch].compactMap(\.self) {
            do {
                if case .skipped(let notice) = try await git.push(branch: branch) { report(.notice(notice)) }
            } catch {
                report(.notice("branch \(branch) was not pushed: \(error)"))
            }
        }
    }
}
