internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Creates a run with all its phases and the artifact of its plan, in one transaction. The run is `planning`.
    ///
    /// - Parameters:
    ///   - draft: What the run is created from.
    ///   - plan: The text of the plan, kept as an artifact.
    /// - Returns: The run, and whether it is new: under an idempotency key that is known the run of that key is given back.
    /// - Throws: ``StateError/invalid(_:)`` with everything that is wrong with the draft; ``StateError/conflict(_:)`` where the key was used
    ///   for another draft.
    public func createRun(_ draft: RunDraft, plan: String? = nil) async throws -> (run: Run, isNew: Bool) {
        try checkActor()
        let violations = draft.violations + Self.violations(of: draft.configuration)
        guard violations.isEmpty else { throw StateError.invalid(violations) }
        let run = Run(draft, at: clock.now)
        if let known = try await runOfKey(draft, digest: run.draftDigest) { return (known, false) }
        let phases = zip(1..., draft.phases).map { Phase($1, number: $0, of: run.id, at: run.createdAt) }
        let artifact = try plan.map { try files.write(Array($0.utf8), .plan, of: run.id, at: run.createdAt) }
        do {
            let created = try await insert(run, phases, plan: artifact, draft)
            // The run that was to be made is none, and nobody else knows of its directory.
            if !created.isNew, artifact != nil { files.removeAll(of: run.id) }
            return created
        } catch {
            if let artifact { files.discard(artifact, after: error) }
            throw error
        }
    }

    /// The run that was created under the draft's idempotency key; `nil` where there is none, or the draft has no key. A read.
    ///
    /// - Throws: ``StateError/conflict(_:)`` where the key was used for another draft; ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    package func run(createdFrom draft: RunDraft) async throws -> Run? {
        guard draft.violations.isEmpty else { return nil }
        return try await runOfKey(draft, digest: draft.digest)
    }

    private func insert(
        _ run: Run, _ phases: [Phase], plan: StoredFile?, _ draft: RunDraft
    ) async throws -> (run: Run, isNew: Bool) {
        let (actor, host) = (actor, machine.holder(since: run.createdAt).host)
        let configured = ConfiguredRun(run: run, configuration: draft.configuration)
        let (created, isNew, story) = try await database.write { connection -> (Run, Bool, TransactionStory?) in
            // Another process may have used the key since the first look.
            if let known = try Self.runOfKey(draft, digest: run.draftDigest, connection) { return (known, false, nil) }
            try connection.insertRun(configured, isCounted: true, host: host, checkout: draft.checkout)
            for phase in phases { try connection.insertWithDependencies(phase) }
            var transaction = try RunTransaction(connection, run: run.id, actor: actor, now: run.createdAt)
            for phase in phases { transaction.count(.phases(phase.status, phase.size)) }
            try transaction.makeFindable(by: [run.title] + phases.map(\.title), labels: run.labels)
            let documents = try phases.map { try $0.documentWithDependencies() }
            try transaction.record(
                .runCreated, .run, run.id.description,
                ["run": configured.document, "phases": "[\(documents.joined(separator: ","))]"])
            if let plan { try transaction.insert(plan, phase: nil, execution: nil) }
            try transaction.finish()
            guard let stored = try connection.find(Run.self, where: "run_id = \(run.id)") else {
                preconditionFailure("a row that was inserted is there")
            }
            return (stored, true, transaction.story)
        }
        story?.log(to: logger)
        return (created, isNew)
    }

    private func runOfKey(_ draft: RunDraft, digest: String) async throws -> Run? {
        guard draft.idempotencyKey != nil else { return nil }
        return try await database.read { connection in
            try undamaged(.run, "") { try Self.runOfKey(draft, digest: digest, connection) }
        }
    }

    private static func runOfKey(_ draft: RunDraft, digest: String, _ connection: any SQLConnection) throws -> Run? {
        guard let key = draft.idempotencyKey,
            let run = try connection.find(Run.self, where: "idempotency_key = \(key)")
        else { return nil }
        guard run.draftDigest == digest else {
            throw StateError.conflict("the idempotency key was used for run \(run.id.short), which was created from another plan")
        }
        return run
    }
}

extension Run {
    /// A new run from a draft.
    fileprivate init(_ draft: RunDraft, at time: Timestamp) {
        self.init(
            id: ID(at: time), status: .planning, title: draft.title, repositoryPath: draft.repositoryPath, branch: draft.branch,
            documentationPath: draft.documentationPath, labels: draft.labels,
            configurationFingerprint: Digest.text(of: draft.configuration.canonicalText), totalPhases: draft.phases.count,
            completedPhases: 0, idempotencyKey: draft.idempotencyKey, draftDigest: draft.digest, priority: draft.priority,
            stopRequested: .none, leaseEpoch: 0, lastEvent: 0, lastEventHash: Event.noHash, createdAt: time, updatedAt: time)
    }
}

extension Phase {
    /// A new phase from a draft.
    init(_ draft: PhaseDraft, number: Int, of run: Run.ID, at time: Timestamp) {
        self.init(
            id: ID(at: time), runID: run, number: number, title: draft.title, intent: draft.intent, size: draft.size, status: .pending,
            plan: draft.plan, dependencies: Set(draft.dependencies).sorted(), agent: draft.agent, script: draft.script,
            specRevision: 0, retryCount: 0, maxRetries: draft.maxRetries, createdAt: time)
    }
}

extension RunDraft {
    /// What must be equal under one idempotency key: everything but the key, the configuration, the priority and where the directory is found to be.
    fileprivate var digest: String {
        var fields = [title, repositoryPath, branch, documentationPath ?? ""]
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) { fields += ["label", key, value] }
        for phase in phases {
            fields += ["phase", phase.title, phase.intent, phase.size.rawValue, phase.plan.document.canonicalText]
            fields += [phase.dependencies.sorted().map(String.init).joined(separator: ",")]
            fields += [phase.agent ?? "", phase.script ?? "", String(phase.maxRetries)]
        }
        return Digest.text(ofFields: fields)
    }
}
