internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Plans a run that goes on from where another one stood after one of its events. Nothing is written.
    ///
    /// It takes over the phases, their specs, the passes that had ended and were verified, with their findings, and the artifacts of all that.
    /// Questions and answers are not taken over: a phase that had failed is taken up again.
    /// - Returns: `nil` where there is no such run.
    /// - Throws: ``StateError/notFound(_:_:)`` where the run has no event of that number.
    /// - Complexity: Reads the events up to there. Findings are not in memory.
    public func planFork(of id: Run.ID, at sequence: Int) async throws -> RunFork? {
        guard let origin = try await outline(of: id, at: sequence) else { return nil }
        let files = try await artifacts(of: id)
        let first = try await database.read { connection in
            try connection.first("SELECT base_commit FROM executions WHERE run_id = \(id) ORDER BY execution_id LIMIT 1") {
                try $0.optionalText()
            }
        }
        return RunFork(
            of: origin.document, beginnings: origin.beginnings, files: Dictionary(files.map { ($0.id, $0) }) { first, _ in first }, firstCommit: first ?? nil,
            at: clock.now)
    }

    /// Makes the run that was planned, in one transaction. It is paused, and goes on when it is resumed.
    ///
    /// The files of artifacts are not copied: each gets a second name.
    /// - Parameter branch: The branch it works on, which should begin at the fork's commit.
    /// - Throws: ``StateError/conflict(_:)`` where the fork was made already; ``ArtifactError``.
    public func createFork(_ fork: RunFork, branch: String) async throws -> Run {
        try checkActor()
        var validation = Validation()
        validation.name(branch, "branch")
        try validation.check()
        guard try await run(fork.document.run.id) == nil else { throw StateError.conflict("run \(fork.document.run.id.short) exists already") }
        var document = fork.document
        document.run.branch = branch
        var linked: [Artifact] = []
        do {
            for (index, artifact) in document.artifacts.enumerated() where artifact.content == .present || artifact.content == .compressed {
                guard let source = fork.sources[artifact.id] else { continue }
                do {
                    try await restoreContent(of: source)
                    try files.link(source, as: artifact)
                    linked.append(artifact)
                } catch let error as ArtifactError where error.kind == .missing {
                    document.artifacts[index].content = .absent
                }
            }
            return try await insert(document, fork, linked.compactMap { linked in fork.sources[linked.id].map { (linked.id, $0.id) } })
        } catch {
            for artifact in linked { files.discard(artifact, after: error) }
            throw error
        }
    }

    /// - Parameter contents: The artifacts that have the content of another one.
    private func insert(_ document: RunDocument, _ fork: RunFork, _ contents: [(new: Artifact.ID, old: Artifact.ID)]) async throws -> Run {
        let (actor, now) = (actor, clock.now)
        let host = machine.holder(since: now).host
        let (run, story) = try await database.write { connection in
            let checkout = try connection.first("SELECT checkout FROM runs WHERE run_id = \(document.run.parentRunID.sqlValue)") { try $0.optionalText() }
            try connection.insertRun(document.configuredRun, isCounted: false, host: host, checkout: checkout ?? nil)
            for phase in document.phases { try connection.insert(phase) }
            for artifact in document.artifacts { try connection.insert(artifact) }
            if connection.dialect.keepsContents { for (new, old) in contents { try connection.copyContent(of: old, to: new) } }
            var transaction = try RunTransaction(connection, run: document.run.id, actor: actor, now: now)
            try transaction.recordOutline(document, .runForked)
            try transaction.copyFindings(fork)
            // What is derived from the rows too.
            try transaction.finish()
            guard let run = try connection.find(Run.self, where: "run_id = \(document.run.id)") else {
                preconditionFailure("a row that was inserted is there")
            }
            return (run, transaction.story)
        }
        story.log(to: logger)
        return run
    }
}

extension SQLConnection {
    /// Inserts a phase with all that belongs to it but findings.
    fileprivate func insert(_ document: RunDocument.PhaseDocument) throws {
        try insertWithDependencies(document.phase)
        let run = document.phase.runID.sqlValue
        for revision in document.specRevisions { try insert(revision) }
        for execution in document.executions {
            try insert(execution.execution, hidden: [run])
        }
    }
}

extension RunTransaction {
    /// Writes an event that tells all rows of the run but findings: the beginning of one that did not begin empty.
    fileprivate mutating func recordOutline(_ document: RunDocument, _ kind: Event.Kind) throws {
        func list(_ documents: some Sequence<String>) -> String { "[\(documents.joined(separator: ","))]" }
        let executions = document.phases.flatMap(\.executions)
        try record(
            kind, .run, document.run.id.description,
            [
                "run": document.configuredRun.document, "phases": list(try document.phases.map { try $0.phase.documentWithDependencies() }),
                "spec_revisions": list(document.phases.flatMap(\.specRevisions).map(\.document)),
                "executions": list(executions.map(\.execution.document)),
                "artifacts": list(document.artifacts.map(\.document)),
            ])
    }
}
