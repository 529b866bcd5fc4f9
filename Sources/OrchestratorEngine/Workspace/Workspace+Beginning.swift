internal import Foundation
internal import OrchestratorModel
internal import OrchestratorState

extension Workspace {
    /// What differed when the run began; kept as an artifact, so that it is known after a crash: a commit takes what the run has changed, and nothing
    /// else.
    ///
    /// - Throws: ``EngineError/lost(_:advice:)`` where the artifact can't be read, and what differs now may be the work of the run.
    static func beginning(of phases: [Phase], _ session: RunSession, _ git: Git) async throws -> WorkingTreeSnapshot {
        // The last one: one that was lost is taken anew.
        if let kept = try await session.state.artifacts(of: session.run, type: .workingTree).last {
            do {
                let text = try await session.state.textOfArtifact(kept.id)
                return try JSONDecoder().decode(WorkingTreeSnapshot.self, from: Data(text.utf8))
            } catch let error as ArtifactError {
                return try await anew(after: error, phases, session, git)
            }
        }
        return try await keep(try await git.snapshot(), session)
    }

    /// What differed at the beginning, once nothing tells it any more. It can be known where nothing has been done yet, and where nothing differs now.
    private static func anew(
        after error: ArtifactError, _ phases: [Phase], _ session: RunSession, _ git: Git
    ) async throws -> WorkingTreeSnapshot {
        let now = try await git.snapshot()
        var isUntouched = true
        for phase in phases where phase.status != .pending && isUntouched {
            isUntouched = try await session.state.executions(of: phase.id).isEmpty
        }
        let top = try await git.top()
        let own = session.engine.ownPaths.compactMap { RealPath.relative($0, to: top) }
        guard isUntouched || now.changes(since: .clean, excluding: own).isEmpty else {
            throw EngineError.lost(
                error,
                advice: """
                    it says what was changed before the run began, which no commit of the run may take: put the file back, or commit or stash all \
                    that is changed in \(Printable.escaped(git.directory))
                    """)
        }
        session.engine.report(.notice("\(error): what differed when the run began is taken anew"))
        return try await keep(now, session)
    }

    private static func keep(_ snapshot: WorkingTreeSnapshot, _ session: RunSession) async throws -> WorkingTreeSnapshot {
        let text = String(decoding: try JSONEncoder().encode(snapshot), as: UTF8.self)
        _ = try await session.state.saveArtifact(text, .workingTree, of: session.run, lease: session.lease)
        return snapshot
    }
}
