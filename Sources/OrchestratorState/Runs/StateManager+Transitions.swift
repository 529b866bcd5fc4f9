internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Makes a planned run ready to be carried out: any worker may take it now.
    ///
    /// - Throws: ``StateError/illegalTransition(_:)`` unless the run is `planning`.
    public func startRun(_ id: Run.ID) async throws {
        try await change(id) { try $0.start() }
    }

    /// Pauses a run that is being carried out.
    ///
    /// - Parameters:
    ///   - reason: Why.
    ///   - message: What the reason does not say.
    ///   - lease: The lease of the worker; `nil` for what is done by hand.
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/illegalTransition(_:)`` unless the run is executing; ``StateError/leaseLost(_:)``;
    ///   ``StateError/invalid(_:)`` for a message that is no text or too long.
    public func pauseRun(_ id: Run.ID, reason: ManualIntervention.Reason, message: String? = nil, lease: Lease? = nil) async throws {
        try Self.check(message, "message")
        try await change(id, lease: lease) { try $0.pause(reason, message: message) }
    }

    /// Lets a paused run go on.
    ///
    /// - Throws: ``StateError/conflict(_:)`` while a question is unanswered; ``StateError/illegalTransition(_:)`` unless the run is paused.
    public func resumeRun(_ id: Run.ID) async throws {
        try await change(id) { try $0.resumeUnlessAsking() }
    }

    /// Ends a run whose phases are all completed or skipped.
    ///
    /// - Throws: ``StateError/conflict(_:)`` while a phase is neither.
    public func completeRun(_ id: Run.ID, lease: Lease? = nil) async throws {
        try await change(id, lease: lease, asking: RunTransaction.whetherSomethingIsOpen(in: id)) { transaction in
            // Where all are completed, none need be counted.
            let open =
                transaction.head.completedPhases == transaction.head.totalPhases
                ? 0
                : try transaction.connection.first(
                    "SELECT COUNT(*) FROM phases WHERE run_id = \(id) AND status NOT IN ('completed', 'skipped')"
                ) { try $0.integer() }
            guard open == 0 else { throw StateError.conflict("run \(id.short) has phases that are neither completed nor skipped") }
            try transaction.end(.completed, .runCompleted)
        }
    }

    /// Ends a run with an error that no answer mends.
    ///
    /// - Parameters:
    ///   - message: What went wrong, for people.
    ///   - lease: The lease of the worker; `nil` for what is done by hand.
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/illegalTransition(_:)`` where the run has ended; ``StateError/leaseLost(_:)``;
    ///   ``StateError/invalid(_:)`` for a message that is no text or too long.
    public func failRun(_ id: Run.ID, message: String, lease: Lease? = nil) async throws {
        try Self.check(message, "message")
        try await change(id, lease: lease, asking: RunTransaction.whetherSomethingIsOpen(in: id)) { transaction in
            transaction.set("error_message", message)
            try transaction.end(.failed, .runFailed)
        }
    }

    /// Ends a run because a human said so.
    ///
    /// - Parameter reason: What they said.
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/illegalTransition(_:)`` where the run has ended; ``StateError/leaseLost(_:)``;
    ///   ``StateError/invalid(_:)`` for a reason that is no text or too long.
    public func abortRun(_ id: Run.ID, reason: String? = nil, lease: Lease? = nil) async throws {
        try Self.check(reason, "reason")
        try await change(id, lease: lease, asking: RunTransaction.whetherSomethingIsOpen(in: id)) { transaction in
            if let reason { transaction.set("error_message", reason) }
            try transaction.end(.aborted, .runAborted)
        }
    }

    /// Asks for a run to be paused or aborted. Where a worker holds it, the worker does so as soon as its agent has ended; else it is done at
    /// once.
    ///
    /// - Parameters:
    ///   - stop: Pause or abort.
    ///   - reason: Why.
    /// - Returns: Whether it is done already.
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/illegalTransition(_:)`` where the run is not executing and can't be stopped;
    ///   ``StateError/invalid(_:)`` for a reason that is no text or too long.
    public func requestStop(_ id: Run.ID, _ stop: Run.StopRequest, reason: String? = nil) async throws -> Bool {
        guard stop != .none else { throw StateError.invalid([Violation("stop", "must be pause or abort")]) }
        try Self.check(reason, "reason")
        let machine = machine
        return try await change(id) { transaction in
            let isHeld = transaction.head.isHeld(at: transaction.now, machine: machine)
            if isHeld, transaction.head.status == .executing {
                transaction.set("stop_requested", SQLValue.choice(stop))
                if let reason { transaction.set("error_message", reason) }
                try transaction.record(.runStopRequested, .run, id.description)
                try transaction.announce()
                return false
            }
            if stop == .pause {
                try transaction.pause(.userRequested, message: reason)
            } else {
                if let reason { transaction.set("error_message", reason) }
                try transaction.end(.aborted, .runAborted)
            }
            return true
        }
    }

    /// Adds labels to a run, or changes them; a value that is `nil` takes the label away.
    ///
    /// All of them change together, with one event.
    /// - Throws: ``StateError/notFound(_:_:)``; ``StateError/invalid(_:)`` for keys or values that are no texts or too long, and for more labels
    ///   than ``Limits/labels``.
    public func setLabels(_ labels: [String: String?], of id: Run.ID) async throws {
        var validation = Validation()
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            validation.name(key, "labels")
            validation.text(value, "labels.\(Printable.escaped(key))", atMost: Limits.name)
        }
        try validation.check()
        try await change(id) { transaction in
            let stored = try transaction.connection.first("SELECT labels FROM runs WHERE run_id = \(id)") { try $0.texts() }
            var result = stored ?? [:]
            let before = result
            for (key, value) in labels { result[key] = value }
            guard result.count <= Limits.labels else { throw StateError.invalid([Violation("labels", "are more than \(Limits.labels)")]) }
            transaction.set("labels", SQLValue.json(.object(result.mapValues(JSONValue.string))))
            try transaction.changeLabels(from: before, to: result)
            try transaction.record(.runLabelsChanged, .run, id.description)
        }
    }
}

extension RunHead {
    /// The error of a change of the run's status that is not legal.
    func illegal(to status: Run.Status) -> StateError {
        .illegalTransition(
            IllegalTransition(
                .run, id: id.short, from: self.status.rawValue, to: status.rawValue,
                legal: Run.transitions.successors(of: self.status).map(\.rawValue)))
    }
}

extension RunTransaction {
    /// The error of a change of the run's status that is not legal.
    func illegal(to status: Run.Status) -> StateError { head.illegal(to: status) }

    /// Begins a planned run.
    mutating func start() throws {
        guard head.status == .planning else { throw illegal(to: .executing) }
        try setStatus(.executing)
        set("started_at", now)
        try record(.runStarted, .run, head.id.description)
        try announce()
    }

    /// Lets a paused run go on.
    ///
    /// - Throws: ``StateError/conflict(_:)`` while a question is unanswered; ``StateError/illegalTransition(_:)`` unless the run is paused.
    mutating func resumeUnlessAsking() throws {
        guard head.status == .paused else { throw illegal(to: .executing) }
        let pending = try connection.first(
            "SELECT COUNT(*) FROM manual_interventions WHERE run_id = \(head.id) AND status = 'pending'"
        ) { try $0.integer() }
        guard pending == 0 else {
            throw StateError.conflict("run \(head.id.short) waits for an answer: see 'orchestrator interventions \(head.id.short)'")
        }
        try resume()
    }

    /// - Throws: ``StateError/conflict(_:)`` unless the run is being carried out: only then a phase or a pass may be started.
    func checkIsExecuting() throws {
        guard head.status != .executing else { return }
        throw StateError.conflict("run \(head.id.short) is \(head.status.rawValue): nothing is started in it now")
    }

    /// Takes the lease away from a worker that did not answer when something is done to the run by hand: should it wake up, it can write
    /// nothing any more (invariant 6).
    private mutating func revokeLease() {
        guard lease == nil, head.leaseOwner != nil else { return }
        giveLeaseBack()
    }

    /// Pauses the run.
    mutating func pause(_ reason: ManualIntervention.Reason, message: String?) throws {
        try setStatus(.paused)
        revokeLease()
        set("pause_reason", SQLValue.choice(reason))
        set("answered_at", SQLValue.null, isTold: false)
        if let message { set("error_message", message) }
        set("stop_requested", SQLValue.choice(Run.StopRequest.none))
        try record(.runPaused, .run, head.id.description)
    }

    /// Ends the run with that status, and the lease with it.
    mutating func end(_ status: Run.Status, _ kind: Event.Kind) throws {
        guard Run.transitions.allows(head.status, to: status) else { throw illegal(to: status) }
        // First, so that each change stands in the event that is about it.
        let told = takeUntold()
        let isOpen = try answer ?? connection.first(Self.whetherSomethingIsOpen(in: head.id)) { try $0.integer() }
        if isOpen == 1 {
            try expireInterventions()
            try interruptExecutions("the run ended")
        }
        for change in told { set(change.column, change.value) }
        try setStatus(status)
        revokeLease()
        set("completed_at", now)
        set("stop_requested", SQLValue.choice(Run.StopRequest.none))
        if status == .completed {
            set("pause_reason", SQLValue.null)
            set("error_message", SQLValue.null)
        }
        try record(kind, .run, head.id.description)
        if lease != nil { try release() }
    }

    /// Asks whether a question waits, or an execution is running: most often neither is.
    static func whetherSomethingIsOpen(in run: Run.ID) -> SQLStatement {
        """
        SELECT CASE WHEN EXISTS (SELECT 1 FROM manual_interventions WHERE run_id = \(run) AND status = 'pending')
            OR EXISTS (SELECT 1 FROM executions WHERE run_id = \(run) AND status = 'running') THEN 1 ELSE 0 END
        """
    }

    /// Questions of a run that has ended need no answer any more.
    private mutating func expireInterventions() throws {
        let pending = try connection.findAll(
            ManualIntervention.self, where: "run_id = \(head.id) AND status = 'pending'", orderedBy: "intervention_id")
        for intervention in pending { try expire(intervention) }
    }
}
