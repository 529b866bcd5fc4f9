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

    /// Ends what has a time that is over.
    ///
    /// A question that lapsed can't be answered any more and keeps no run from going on. Where an answer lapsed before an execution used it, and
    /// the run still waits, the same question is asked again, since nothing has changed but that nobody has answered it. The text of a `modify_spec` that
    /// lapsed so holds no more: the phase goes on with the revision before.
    /// - Parameter run: Of that run; `nil`: of all.
    /// - Returns: The questions that lapsed, and those whose answers did.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`; what was ended before stays so.
    /// - Complexity: One transaction for each.
    @discardableResult
    public func expireInterventions(of run: Run.ID? = nil) async throws -> [ManualIntervention.ID] {
        let now = clock.now
        var condition: SQLStatement = "expires_at <= \(now) AND consumed_by IS NULL AND (status = 'pending' OR status = 'resolved')"
        if let run { condition.append(" AND run_id = \(run)") }
        let filter = condition
        let due = try await database.read { connection in
            try undamaged(.intervention, "") {
                try connection.findAll(ManualIntervention.self, where: filter, orderedBy: "intervention_id")
            }
        }
        var expired: [ManualIntervention.ID] = []
        for intervention in due {
            let isExpired = try await change(runOf: intervention.id, .intervention) { transaction in
                // It may have been answered or used since it was read.
                guard
                    let current = try transaction.connection.find(
                        ManualIntervention.self, where: "intervention_id = \(intervention.id) AND consumed_by IS NULL"),
                    current.isOver(at: transaction.now), current.status == .pending || current.waitsForExecution(at: current.createdAt)
                else { return false }
                try transaction.expire(current)
                if current.status == .resolved { try transaction.askAgain(current) }
                return true
            }
            if isExpired { expired.append(intervention.id) }
        }
        return expired
    }

    /// Ends the answers that have lapsed before a worker took their runs, so that the same questions are asked again: a worker takes no such run.
    ///
    /// - Returns: The questions whose answers lapsed.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`; what was ended before stays so.
    /// - Complexity: Where there are none, a look at each run whose questions are answered and that nobody has taken yet.
    @discardableResult
    public func expireLapsedAnswers() async throws -> [ManualIntervention.ID] {
        let now = clock.now
        let runs: [Run.ID] = try await database.read { connection in
            try undamaged(.run, "") { try connection.all(ClaimableRuns.lapsed(at: now, connection.dialect)) { try $0.identifier() } }
        }
        var expired: [ManualIntervention.ID] = []
        for run in runs { expired += try await expireInterventions(of: run) }
        return expired
    }

    /// Answers a question.
    ///
    /// `resume` and `modify_spec` wait for the next execution, which alone uses them; `skip` and `abort` act in this transaction.
    /// - Parameters:
    ///   - spec: The text that the next execution gets instead of the plan's: for `modify_spec`, and only for it.
    ///   - expiresAt: When the answer lapses if no execution has used it by then, the text with it: for `resume` and `modify_spec`.
    /// - Throws: ``StateError/conflict(_:)`` where it is answered or has lapsed already, saying by whom and when; ``StateError/invalid(_:)``.
    public func resolveIntervention(
        _ id: ManualIntervention.ID, _ action: ManualIntervention.Action, notes: String? = nil, spec: String? = nil,
        expiresAt: Timestamp? = nil
    ) async throws {
        var validation = Validation()
        validation.text(notes, "notes")
        validation.text(spec, "spec", atMost: Limits.json)
        if (action == .modifySpec) != (spec != nil) { validation.add("spec", "goes with modify_spec, and modify_spec needs one") }
        if let spec, spec.allSatisfy(\.isWhitespace) { validation.add("spec", "must not be empty") }
        if let expiresAt {
            if action == .skip || action == .abort { validation.add("expires_at", "goes with resume and modify_spec: the others act at once") }
            if expiresAt <= clock.now { validation.add("expires_at", "must be in the future") }
        }
        try validation.check()
        guard let known = try await intervention(id), let phase = try await self.phase(known.phaseID) else {
            throw StateError.notFound(.intervention, id.description)
        }
        let file = try spec.map { try files.write(Array($0.utf8), .spec, of: phase.runID, phase: phase.number, at: clock.now) }
        do {
            try await change(phase.runID) { try $0.answer(id, action, notes: notes, spec: file, expiresAt: expiresAt) }
        } catch {
            if let file { files.discard(file, after: error) }
            throw error
        }
    }

    /// The intervention of that identity; `nil` where there is none.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: One index seek.
    public func intervention(_ id: ManualIntervention.ID) async throws -> ManualIntervention? {
        try await database.read { connection in
            try undamaged(.intervention, id.description) {
                try connection.find(ManualIntervention.self, where: "intervention_id = \(id)")
            }
        }
    }

    /// The answers that lapsed before an execution used them, and whose runs still wait: their questions are asked again by
    /// ``expireInterventions(of:)``, which workers and `resume` do too.
    ///
    /// - Parameter run: Of that run; `nil`: of all.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Linear in all interventions.
    public func lapsedAnswers(of run: Run.ID? = nil) async throws -> [ManualIntervention] {
        var condition: SQLStatement = """
            status = 'resolved' AND consumed_by IS NULL AND expires_at <= \(clock.now)
                AND run_id IN (SELECT run_id FROM runs WHERE status = 'paused')
            """
        if let run { condition.append(" AND run_id = \(run)") }
        let filter = condition
        return try await database.read { connection in
            try undamaged(.intervention, "") {
                try connection.findAll(ManualIntervention.self, where: filter, orderedBy: "intervention_id")
            }
        }
    }

    /// The interventions of a run, or of all; oldest first.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: Linear in all interventions; where only pending ones are asked for, in these.
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
    mutating func answer(
        _ id: ManualIntervention.ID, _ action: ManualIntervention.Action, notes: String?, spec: StoredFile?, expiresAt: Timestamp?
    ) throws {
        guard let intervention = try connection.find(ManualIntervention.self, where: "intervention_id = \(id)") else {
            throw StateError.notFound(.intervention, id.description)
        }
        guard intervention.status == .pending else { throw intervention.isAnsweredAlready }
        if let expiry = intervention.expiresAt, expiry <= now { throw StateError.conflict("question \(id.short) lapsed at \(expiry)") }
        try update(
            intervention,
            [
                ("status", .choice(ManualIntervention.Status.resolved)), ("action", .choice(action)), ("actor", actor.description.sqlValue),
                ("notes", notes.sqlValue), ("expires_at", expiresAt.sqlValue), ("resolved_at", now.sqlValue),
            ], .interventionResolved)
        if let notes { try makeFindable(by: [notes]) }
        switch action {
        case .resume: break
        case .modifySpec: try spec.map { try revise(try phase(intervention.phaseID), with: $0) }
        case .skip: try skip(try phase(intervention.phaseID))
        case .abort: try end(.aborted, .runAborted)
        }
        try noteAnswer()
    }

    /// Asks anew what was answered, where the answer was not used in time and the run still waits for one.
    fileprivate mutating func askAgain(_ lapsed: ManualIntervention) throws {
        let phase = try phase(lapsed.phaseID)
        guard head.status == .paused, phase.status == .failed || phase.status == .inProgress else { return }
        let others = try connection.first(
            "SELECT COUNT(*) FROM manual_interventions WHERE phase_id = \(phase.id) AND status = 'pending'"
        ) { try $0.integer() }
        guard others == 0 else { return }
        set("answered_at", SQLValue.null, isTold: false)
        try open(lapsed.reason, about: phase.id)
    }

    private mutating func skip(_ phase: Phase) throws {
        // A phase is in progress when its run was paused between two passes: leaving it out means giving it up first.
        if phase.status == .inProgress { try fail(phase) }
        try move(try self.phase(phase.id), to: .skipped, .phaseSkipped, also: [("completed_at", now.sqlValue)])
    }

    private mutating func revise(_ phase: Phase, with text: StoredFile) throws {
        try insert(text, phase: phase.id, execution: nil)
        // Revisions that hold no more keep their numbers.
        let last = try connection.first("SELECT COALESCE(MAX(revision), 0) FROM spec_revisions WHERE phase_id = \(phase.id)") { try $0.integer() }
        let number = try StateError.number(after: last ?? 0, "spec_revision", .phase, phase.id.short)
        let revision = SpecRevision(
            phaseID: phase.id, revision: number, artifactID: text.id, sha256: text.sha256, author: actor.description,
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

extension ManualIntervention {
    /// The error of answering it once more.
    fileprivate var isAnsweredAlready: StateError {
        guard status == .resolved || actor != nil else {
            return .conflict("question \(id.short) lapsed at \((resolvedAt ?? createdAt).description) and can't be answered any more")
        }
        let answer = "'\(action?.rawValue ?? "")' by \(Printable.escaped(actor ?? "somebody"))"
        let lapsed = status == .expired ? ", and the answer lapsed unused" : ""
        return .conflict("question \(id.short) was answered \(answer) at \((resolvedAt ?? createdAt).description) already\(lapsed)")
    }
}
