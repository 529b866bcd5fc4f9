internal import Foundation
internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

/// The clone in which a run works whose repository is named by a URL.
///
/// It belongs to one lease and is gone with it: its directory is named by ids alone, so that two workers never share one. What a pass did is
/// committed and pushed before the pass is recorded, and whoever takes the run over begins at the commit that was recorded last; what a worker
/// pushed and did not live to record is left behind.
struct Clone: Sendable {
    /// The directory of the working tree.
    let directory: String
    /// The branch that the run works on, here and at its URL: a name of its own, so that nobody else's branch is written to.
    let branch: String

    /// How often something is tried that goes over the network.
    private static let attempts = 3

    /// Makes the clone anew and checks out what was recorded last, else the branch that the run began with.
    static func make(for run: Run, at url: String, _ session: RunSession, phases: [Phase]) async throws -> Clone {
        guard let base = session.engine.clones else { throw EngineError.elsewhere(url) }
        let clone = Clone(
            directory: directory(of: session.lease, in: base),
            branch: ResultBranch(of: run.id, at: url, prefix: session.engine.configuration.execution.branchPrefix).name)
        try await retrying {
            remove(session.lease, in: base)
            try FileManager.default.createDirectory(atPath: parent(of: session.lease, in: base), withIntermediateDirectories: true)
            let git = Git(
                directory: parent(of: session.lease, in: base), environment: session.engine.environment, owner: run.id.description)
            try await git.clone(url, into: run.id.description)
        }
        let git = Git(directory: clone.directory, environment: session.engine.environment, owner: run.id.description)
        if let refusal = try await git.state().refusal(allowDirty: true) { throw EngineError.repository(refusal) }
        let isDirect = session.engine.configuration.execution.mode == .direct
        let recorded = try await recordedHead(of: phases.filter { isDirect || $0.status == .completed }, session.state)
        if let recorded, try await git.commit(named: recorded) == nil {
            throw EngineError.repository(
                "commit \(recorded.prefix(12)), which the last pass of run \(run.id.short) was recorded at, is gone from the repository at its URL")
        }
        var start = recorded
        if start == nil { start = try await git.remoteCommit(of: run.branch) }
        if start == nil { start = try await git.headCommit() }
        guard let start else { throw EngineError.repository("the repository at the URL has no commit") }
        try await git.checkOutAnew(branch: clone.branch, at: start)
        return clone
    }

    /// The commit of the pass that was recorded last.
    ///
    /// Its events tell which that is, for the clocks of the machines that made the passes may differ. Those that a fork took over have no events of
    /// their own, and come before what it did itself.
    static func recordedHead(of phases: [Phase], _ state: StateManager) async throws -> String? {
        var latest: (event: Int, start: Timestamp, commit: String)?
        for phase in phases {
            guard let last = try await state.executions(of: phase.id).last(where: { $0.headCommit != nil }), let commit = last.headCommit else {
                continue
            }
            let event = try await state.lastEvent(of: phase.runID, about: last.id.description)?.sequence ?? 0
            if latest.map({ ($0.event, $0.start) < (event, last.startedAt) }) ?? true { latest = (event, last.startedAt, commit) }
        }
        return latest?.commit
    }

    /// Pushes a branch into the place of what is there: whoever has the lease is right.
    ///
    /// - Throws: ``StateError/leaseLost(_:)``, `GitError`.
    static func publish(_ branch: String, _ git: Git, _ session: RunSession) async throws {
        try await retrying {
            try await session.checkLease()
            try await git.replace(branch: branch)
        }
    }

    /// Removes what a lease had.
    static func remove(_ lease: Lease, in base: String) {
        try? FileManager.default.removeItem(atPath: directory(of: lease, in: base))
        // Fails where the worker has others.
        _ = rmdir(parent(of: lease, in: base))
    }

    private static func parent(of lease: Lease, in base: String) -> String { "\(base)/\(lease.owner)" }

    private static func directory(of lease: Lease, in base: String) -> String { "\(parent(of: lease, in: base))/\(lease.run)" }

    /// Does it again, after a while, where git fails.
    private static func retrying(_ body: () async throws -> Void) async throws {
        for attempt in 1... {
            do {
                return try await body()
            } catch GitError.stopped {
                throw GitError.stopped
            } catch let error as GitError where attempt == attempts {
                throw error
            } catch is GitError {
                try await ContinuousClock().sleep(for: .milliseconds(300 * attempt * attempt))
            }
        }
    }
}
