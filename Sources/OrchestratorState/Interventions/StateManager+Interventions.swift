internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Puts a question about a phase to a human, and pauses the run.
    ///
    /// - Parameters:
    ///   - message: What the reason does not say.
    ///   - expiresAt: When the question lapses.
    /// - Returns: The question.
    /// - Throws: ``StateError/illegalTransition(_:)`` where the run has ended; ``StateError/invalid(_:)``.
    @discardableResult
    public func askHuman(
        about phase: Phase.ID, reason: ManualIntervention.Reason, message: String? = nil, expiresAt: Timestamp? = nil, lease: Lease? = nil
    ) async throws -> ManualIntervention.ID {
        try Self.check(message, "message")
        return try await change(runOf: phase, .phase, lease: lease) { transaction in
            if let expiresAt, expiresAt <= transaction.now {
                throw StateError.invalid([Violation("expires_at", "must be in the future")])
            }
            guard !Run.transitions.isFinal(transaction.head.status) else { throw transaction.illegal(to: .paused) }
            let id = try transaction.open(reason, about: phase, expiresAt: expiresAt)
            if transaction.head.status == .executing { try transaction.pause(reason, message: message) }
            return id
        }
    }

    /// Ends the questions whose time is over: they can't be answered any more, and keep no run from going on.
    ///
    /// - Parameter run: Of that run; `nil`: of all.
    /// - Returns: The questions that lapsed.
    @discardableResult
    public func expireInterventions(of run: Run.ID? = nil) async throws -> [ManualIntervention.ID] {
        let now = clock.now
        let pending = try await interventions(of: run, pendingOnly: true)
        let lapsed = pending.filter { $0.expiresAt.map { $0 <= now } ?? false }
        var expired: [ManualIntervention.ID] = []
        for intervention in lapsed {
            let isExpired = try await change(runOf: intervention.id, .intervention) { transaction in
                // It may have been answered since it was read.
                guard
                    let current = try transaction.connection.find(
                        ManualIntervention.self, where: "intervention_id = \(intervention.id) AND status = 'pending'")
                else { return false }
                try transaction.expire(current)
                return true
            }
            if isExpired { expired.append(intervention.id) }
        }
        return expired
    }

    /// Answers a question.
    ///
    /// `resume` and `modify_spec` wait for the next execution, which alone uses them; `skip` and `abort` act in this transaction.
    /// - Parameters:
    ///   - spec: The text that the next execution gets instead of the plan's: for `modify_spec`, and only for it.
    /// - Throws: ``StateError/illegalTransition(_:)`` where it is answered or has lapsed already; ``StateError/invalid(_:)``.
    public func resolveIntervention(
        _ id: ManualIntervention.ID, _ action: ManualIntervention.Action, notes: String? = nil, spec: String? = nil
    ) async throws {
        var validation = Validation()
        validation.text(notes, "notes")
        validation.text(spec, "spec", atMost: Limits.json)
        if (action == .modifySpec) != (spec != nil) { validation.add("spec", "goes with modify_spec, and modify_spec needs one") }
        if let spec, spec.allSatisfy(\.isWhitespace) { validation.add("spec", "must not be empty") }
        try validation.check()
        guard let known = try await intervention(id), let phase = try await self.phase(known.phaseID) else {
            throw StateError.notFound(.intervention, id.description)
        }
        let file = try spec.map { try files.write(Array($0.utf8), .spec, of: phase.runID, phase: phase.number, at: clock.now) }
        do {
            try await change(phase.runID) { try $0.answer(id, action, notes: notes, spec: file) }
        } catch {
            if let file { files.discard(file, after: error) }
            throw error
        }
    }

    /// The intervention of that identity; `nil` where there is none.
    public func intervention(_ id: ManualIntervention.ID) async throws -> ManualIntervention? {
        try await database.read { connection in
            try undamaged(.intervention, id.description) {
                try connection.find(ManualIntervention.self, where: "intervention_id = \(id)")
            }
        }
    }

    /// The interventions of a run, or of all; oldest first.
    public func interventions(of run: Run.ID? = nil, pendingOnly: Bool = false) async throws -> [ManualIntervention] {
        var condition: SQLStatement = "1 = 1"
        if let run { condition.append(" AND run_id = \(run)") }
        if pendingOnly { condition.append(" AND status = 'pending'") }
        let filter = condition
        return try await database.read { connection in
            try undamaged(.intervention, "") {
                try connection.findAll(ManualIntervention.self, where: filter, orderedBy: "intervention_id")
            }
        }
    }
}

extension RunTransaction {
    /// Records an answer and does what it says.
    mutating func answer(_ id: ManualIntervention.ID, _ action: ManualIntervention.Action, notes: String?, spec: StoredFile?) throws {
        guard let intervention = try connection.find(ManualIntervention.self, where: "intervention_id = \(id)") else {
            throw StateError.notFound(.intervention, id.description)
        }
        guard ManualIntervention.transitions.allows(intervention.status, to: .resolved) else {
            throw StateError.illegalTransition(
                IllegalTransition(
                    .intervention, id: id.short, from: intervention.status.rawValue, to: ManualIntervention.Status.resolved.rawValue,
                    legal: ManualIntervention.transitions.successors(of: intervention.status).map(\.rawValue)))
        }
        if let expiry = intervention.expiresAt, expiry <= now {
            throw StateError.conflict("intervention \(id.short) lapsed at \(expiry)")
        }
        try update(
            intervention,
            [
                ("status", .choice(ManualIntervention.Status.resolved)), ("action", .choice(action)), ("actor", actor.description.sqlValue),
                ("notes", notes.sqlValue), ("resolved_at", now.sqlValue),
            ], .interventionResolved)
        if let notes { try makeFindable(by: [notes]) }
        switch action {
        case .resume: break
        case .modifySpec: try spec.map { try revise(try phase(intervention.phaseID), with: $0) }
        case .skip: try skip(try phase(intervention.phaseID))
        case .abort: try end(.aborted, .runAborted)
        }
    }

    private mutating func skip(_ phase: Phase) throws {
        // A phase is in progress when its run was paused between two passes: leaving it out means giving it up first.
        if phase.status == .inProgress { try fail(phase) }
        try move(try self.phase(phase.id), to: .skipped, .phaseSkipped, also: [("completed_at", now.sqlValue)])
    }

    private mutating func revise(_ phase: Phase, with text: StoredFile) throws {
        try insert(text, phase: phase.id, execution: nil)
        let revision = SpecRevision(
            phaseID: phase.id, revision: phase.specRevision + 1, artifactID: text.id, sha256: text.sha256, author: actor.description,
            createdAt: now)
        try connection.insert(revision)
        let values: ColumnValues = [("spec_revision", revision.revision.sqlValue)]
        try connection.update(Tables.phases, set: values, where: "phase_id = \(phase.id)")
        try record(
            .specRevised, .specRevision, phase.id.description,
            [
                "spec_revision": revision.document, "phase": Tables.phases.document([("phase_id", phase.id.sqlValue)] + values),
            ])
    }
}
