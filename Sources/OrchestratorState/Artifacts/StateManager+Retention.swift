internal import Logging
internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// Compresses and deletes the files of artifacts whose time has come.
    ///
    /// Files of a run are never touched while it has not ended, has an unresolved major finding that nobody has waived, or waits for an answer. Rows,
    /// findings and statistics stay whatever becomes of files. Of each artifact there is content that can be read at any moment, also after
    /// `kill -9`: compressed content is durable and was read back before its row says so, and the original goes only then; of what is deleted
    /// the row says so first. No event tells of it.
    ///
    /// Runs that were forked share files. Such a file is compressed once the time of all the artifacts that share it has come, in one step, and what is
    /// written is shared as it was; until then it stays as it is, for its room would not be free. Nor is a file compressed that would not take less
    /// room then, such as one of at most 4 KiB.
    ///
    /// - Parameter dryRun: Whether it is only said what would be done.
    /// - Throws: `DatabaseError`. A file that can't be compressed is no error: it is among the problems, and the others go on.
    /// - Complexity: Reads the rows of old artifacts page by page; memory holds what was changed, and what is shared.
    public func cleanArtifacts(_ policy: RetentionPolicy, dryRun: Bool = false) async throws -> ArtifactCleaning {
        try checkActor()
        var cleaning = ArtifactCleaning()
        let now = clock.now
        guard let shortest = policy.shortest else { return cleaning }
        let oldest = now + (.zero - shortest)
        var last: Artifact.ID?
        var shared = SharedFiles()
        while case let page = try await oldArtifacts(before: oldest, after: last), let end = page.last {
            var changed: [ArtifactCleaning.Change] = []
            for old in page {
                if old.isProtected {
                    cleaning.protected += old.artifact.content == .present || old.artifact.content == .compressed ? 1 : 0
                } else if let fate = policy.fate(of: old.artifact.content, age: now - old.since) {
                    do {
                        if fate == .compressed, !dryRun { try await restoreContent(of: old.artifact) }
                        changed += try change(old.artifact, to: fate, &shared, dryRun: dryRun)
                    } catch let error as ArtifactError {
                        // Another process may have been faster: then its row says something else by now, and nothing is wrong.
                        guard try await artifact(old.artifact.id)?.content == old.artifact.content else { continue }
                        cleaning.problems.append(.init(artifact: old.artifact, sentence: error.description))
                    }
                } else if !dryRun {
                    // What a process that was killed in between has left.
                    files.removeStale(old.artifact)
                }
            }
            if !dryRun { changed = try await record(changed) }
            cleaning.changes += changed
            last = end.artifact.id
        }
        return cleaning
    }

    private struct OldArtifact: Sendable {
        let artifact: Artifact
        let since: Timestamp
        let isProtected: Bool
    }

    /// A page of the artifacts of runs that ended before the given time.
    private func oldArtifacts(before time: Timestamp, after last: Artifact.ID?) async throws -> [OldArtifact] {
        let after = last?.description ?? ""
        return try await database.read { connection in
            try undamaged(.artifact, "") {
                try connection.all(
                    """
                    SELECT \(raw: Tables.artifacts.columnList(of: "a")), r.completed_at,
                        EXISTS (
                            SELECT 1 FROM executions AS e JOIN findings AS f ON f.execution_id = e.execution_id
                            WHERE e.run_id = r.run_id AND f.severity = 'major' AND f.resolved = 0 AND f.waived_at IS NULL
                        ) OR EXISTS (
                            SELECT 1 FROM manual_interventions AS i WHERE i.run_id = r.run_id AND i.status = 'pending'
                        )
                    FROM artifacts AS a JOIN runs AS r ON r.run_id = a.run_id
                    WHERE a.artifact_id > \(after) AND a.content <> 'absent' AND a.created_at <= \(time)
                        AND r.status IN (\(list: Self.endedStatuses)) AND r.completed_at <= \(time)
                    ORDER BY a.artifact_id LIMIT 200
                    """
                ) { row in
                    let artifact = try Artifact(row: &row)
                    let ended = try row.time()
                    return OldArtifact(artifact: artifact, since: max(ended, artifact.createdAt), isProtected: try row.boolean())
                }
            }
        }
    }

    private static let endedStatuses = Run.Status.allCases.filter(Run.transitions.isFinal).map(\.rawValue)

    /// Does to the file what comes before its row says so. On trial it is done to no file, and what would be free is told.
    ///
    /// - Parameter shared: What was come across before.
    /// - Returns: What becomes of the artifact, and of those before it that share its file; nothing where it stays as it is.
    private func change(
        _ artifact: Artifact, to fate: Artifact.Content, _ shared: inout SharedFiles, dryRun: Bool
    ) throws -> [ArtifactCleaning.Change] {
        func change(_ artifact: Artifact, freed: Int) -> ArtifactCleaning.Change {
            var changed = artifact
            changed.content = fate
            return .init(artifact: changed, freedBytes: freed)
        }
        let file = try files.file(of: artifact)
        let facts = try file.flatMap { FileFacts(of: try files.location(of: $0)) }
        guard fate == .compressed else {
            // That it is gone may be said.
            guard dryRun, let facts else { return [change(artifact, freed: 0)] }
            return [change(artifact, freed: shared.add(artifact, facts, for: fate) == nil ? 0 : facts.size)]
        }
        guard let facts else { throw ArtifactError(.missing, artifact.path, "the file is gone") }
        guard file == artifact.path else {
            // What was there before is gone already.
            if !dryRun { _ = try files.compress([artifact]) }
            return [change(artifact, freed: 0)]
        }
        guard ArtifactFiles.isWorthCompressing(facts.size), let all = shared.add(artifact, facts, for: fate) else { return [] }
        guard !dryRun else { return all.map { change($0, freed: 0) } }
        guard let size = try files.compress(all) else { return [] }
        // What the file took is free once its last name is gone.
        return all.enumerated().map { change($1, freed: $0 == all.count - 1 ? -size : 0) }
    }

    /// Writes what became of files into their rows, and removes what the rows no longer name.
    private func record(_ changes: [ArtifactCleaning.Change]) async throws -> [ArtifactCleaning.Change] {
        guard !changes.isEmpty else { return [] }
        let written = try await database.write { connection in
            let written = try changes.filter { change in
                // Another process may have been faster.
                let values: ColumnValues = [("content", .choice(change.artifact.content))]
                let known: SQLStatement = change.artifact.content == .pruned ? "'present', 'compressed'" : "'present'"
                return try connection.update(
                    Tables.artifacts, set: values, where: "artifact_id = \(change.artifact.id) AND content IN (\(known))") == 1
            }
            try connection.removeContents(of: written.filter { $0.artifact.content == .pruned }.map(\.artifact.id))
            return written
        }
        return written.map { change in
            logger.info(
                "artifact \(change.artifact.content.rawValue)",
                metadata: ["run": "\(change.artifact.runID.short)", "id": "\(change.artifact.id.short)", "actor": "\(actor)"])
            return .init(artifact: change.artifact, freedBytes: change.freedBytes + files.removeStale(change.artifact))
        }
    }
}
