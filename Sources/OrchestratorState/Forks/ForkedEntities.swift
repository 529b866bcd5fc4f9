internal import OrchestratorModel

/// Makes the entities of a fork, each under a new identity.
struct ForkedEntities {
    let origin: Run.ID
    let id: Run.ID
    let now: Timestamp
    private var phases: [Phase.ID: Phase.ID] = [:]
    private(set) var executions: [Execution.ID: Execution.ID] = [:]
    private var artifacts: [Artifact.ID: Artifact.ID] = [:]

    init(of origin: Run.ID, at now: Timestamp) {
        self.origin = origin
        self.now = now
        id = Run.ID(at: now)
    }

    /// So many identities, ascending: what was in an order stays in it.
    private func identifiers<Entity>(_ count: Int) -> [Identifier<Entity>] { (0..<count).map { _ in Identifier(at: now) }.sorted() }

    func run(_ run: Run, completed: Int) -> Run {
        Run(
            id: id, status: .paused, title: run.title, repositoryPath: run.repositoryPath, branch: run.branch,
            documentationPath: run.documentationPath, labels: run.labels,
            configurationFingerprint: run.configurationFingerprint, totalPhases: run.totalPhases, completedPhases: completed,
            currentPhaseID: run.currentPhaseID.flatMap { phases[$0] }, pauseReason: .userRequested, parentRunID: run.id,
            parentEvent: run.lastEvent, draftDigest: run.draftDigest, priority: run.priority, stopRequested: .none, leaseEpoch: 0,
            lastEvent: 0, lastEventHash: Event.noHash, createdAt: now, updatedAt: now, startedAt: now)
    }

    /// The phase with the passes that are taken over. To fork is to decide that it goes on: one that had failed is taken up again.
    mutating func phase(_ document: RunDocument.PhaseDocument) -> RunDocument.PhaseDocument {
        let old = document.phase
        let phaseID = Phase.ID(at: now)
        phases[old.id] = phaseID
        let failed = old.status == .failed
        let phase = Phase(
            id: phaseID, runID: id, number: old.number, title: old.title, intent: old.intent, size: old.size,
            status: failed ? .inProgress : old.status, plan: old.plan, dependencies: old.dependencies, agent: old.agent, script: old.script,
            specRevision: old.specRevision,
            // Another branch is made for a phase that goes on: this one is its parent's.
            branchName: old.status == .completed ? old.branchName : nil, retryCount: failed ? 0 : old.retryCount, maxRetries: old.maxRetries,
            createdAt: old.createdAt, startedAt: old.startedAt, completedAt: failed ? nil : old.completedAt)
        let kept = document.executions.filter(\.execution.isTakenOver)
        for (old, new) in zip(kept, identifiers(kept.count) as [Execution.ID]) { executions[old.execution.id] = new }
        return RunDocument.PhaseDocument(
            phase: phase, executions: kept.map { execution($0, of: phaseID) },
            // Without their answers, nothing would tell of those that hold no more.
            specRevisions: document.specRevisions.filter { revision in
                !document.interventions.contains { $0.status == .expired && revision.isGiven(by: $0) }
            }.map {
                SpecRevision(
                    phaseID: phaseID, revision: $0.revision, artifactID: $0.artifactID, sha256: $0.sha256, author: $0.author,
                    createdAt: $0.createdAt)
            })
    }

    private func execution(_ document: RunDocument.ExecutionDocument, of phase: Phase.ID) -> RunDocument.ExecutionDocument {
        let old = document.execution
        let new = executions[old.id] ?? old.id
        let execution = Execution(
            id: new, phaseID: phase, passNumber: old.passNumber, status: old.status, verification: old.verification, mode: old.mode,
            agent: old.agent, specRevision: old.specRevision, leaseEpoch: 0, promptArtifactID: old.promptArtifactID,
            outputArtifactID: old.outputArtifactID, summary: old.summary, exitStatus: old.exitStatus, errorMessage: old.errorMessage,
            baseCommit: old.baseCommit, headCommit: old.headCommit, worktree: old.worktree, changesDigest: old.changesDigest,
            usage: old.usage, startedAt: old.startedAt, completedAt: old.completedAt, handedBack: old.handedBack)
        return RunDocument.ExecutionDocument(execution: execution)
    }

    /// What differed when the parent began says nothing of the checkout in which the fork begins.
    func keeps(_ artifact: Artifact) -> Bool {
        artifact.type != .workingTree && (artifact.executionID.map { executions[$0] != nil } ?? true)
    }

    mutating func artifacts(
        _ kept: [Artifact], files: [Artifact.ID: Artifact], _ document: RunDocument
    ) -> [(copy: Artifact, original: Artifact)] {
        let numbers = Dictionary(document.phases.map { ($0.phase.id, $0.phase.number) }) { first, _ in first }
        let passes = Dictionary(document.phases.flatMap(\.executions).map { ($0.execution.id, $0.execution.passNumber) }) { first, _ in first }
        return zip(kept, identifiers(kept.count) as [Artifact.ID]).map { told, new in
            let old = files[told.id] ?? told
            artifacts[old.id] = new
            let path = ArtifactFiles.path(
                of: new, old.type, run: id, phase: old.phaseID.flatMap { numbers[$0] }, pass: old.executionID.flatMap { passes[$0] },
                extension: ArtifactFiles.fileExtension(of: old))
            let copy = Artifact(
                id: new, runID: id, phaseID: old.phaseID.flatMap { phases[$0] }, executionID: old.executionID.flatMap { executions[$0] },
                type: old.type, path: path, sha256: old.sha256, sizeBytes: old.sizeBytes, mediaType: old.mediaType,
                content: files[told.id] == nil ? .absent : old.content, metadata: old.metadata, createdAt: old.createdAt)
            return (copy, old)
        }
    }

    func referringToArtifacts(_ document: RunDocument.PhaseDocument) -> RunDocument.PhaseDocument {
        var document = document
        for index in document.executions.indices {
            let execution = document.executions[index].execution
            document.executions[index].execution.promptArtifactID = execution.promptArtifactID.flatMap { artifacts[$0] }
            document.executions[index].execution.outputArtifactID = execution.outputArtifactID.flatMap { artifacts[$0] }
        }
        document.specRevisions = document.specRevisions.map {
            SpecRevision(
                phaseID: $0.phaseID, revision: $0.revision, artifactID: artifacts[$0.artifactID] ?? $0.artifactID, sha256: $0.sha256,
                author: $0.author, createdAt: $0.createdAt)
        }
        return document
    }
}
