internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// Takes the next run for a worker: of those that it may take the one with the highest priority, and of these the oldest.
    ///
    /// It may take a run that is executing and that no live worker holds, whether it was just submitted or its worker died, and one that was
    /// paused for a question and whose questions are answered, which goes on in the same transaction; an answer that has lapsed is none, and
    /// ``expireLapsedAnswers()`` asks again. A run in a directory is taken only on the
    /// host where it was created, or carried out last, and only while no other run is carried out in that directory. Executions that were left
    /// running under an older lease become `interrupted`, all in one transaction.
    /// - Parameters:
    ///   - owner: The worker's nonce.
    ///   - labels: The labels that the run must have, all of them; none: any run.
    ///   - timeToLive: How long the lease is good after each renewal; up to a day.
    /// - Returns: The run, its lease and the executions that were interrupted, as they are now; `nil` where there is nothing to take.
    /// - Throws: ``StateError/invalid(_:)``, ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    /// - Complexity: A seek in each of two indexes of runs that wait, and a seek for each worker that carries runs out. Where there is nothing to
    ///   take, nothing is written.
    public func claimNextRun(owner: String, labels: [String: String] = [:], timeToLive: Duration) async throws -> ClaimedRun? {
        try await claimNextRuns(1, owner: owner, labels: labels, timeToLive: timeToLive).first
    }

    /// Takes the next runs for a worker, as many as there are up to a limit, in one transaction: each as ``claimNextRun(owner:labels:timeToLive:)``
    /// does.
    ///
    /// - Parameters:
    ///   - limit: How many at most. Fewer may come though more are there: of the runs in one directory one is taken at a time, and what other
    ///     workers are just taking is passed over.
    ///   - owner: The worker's nonce.
    ///   - labels: The labels that a run must have, all of them; none: any run.
    ///   - timeToLive: How long each lease is good after each renewal; up to a day.
    /// - Returns: The runs in the order in which they are next, each with its lease; none where there is nothing to take.
    /// - Throws: ``StateError/invalid(_:)``, ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func claimNextRuns(
        _ limit: Int, owner: String, labels: [String: String] = [:], timeToLive: Duration
    ) async throws -> [ClaimedRun] {
        try Self.check(owner, timeToLive)
        guard limit > 0 else { throw StateError.invalid([Violation("limit", "must be more than 0")]) }
        try checkActor()
        // A transaction that writes nothing costs nothing where nobody waits for it.
        if !database.dialect.hasThreads, try await !hasClaimableRun(labels: labels) { return [] }
        let (actor, clock, machine) = (actor, clock, machine)
        // Another worker may be faster, and then there may be other runs.
        for _ in 0..<Self.attempts {
            let attempt = try await database.write { connection in
                try undamaged(.run, "") {
                    let claiming = Claiming(
                        runs: ClaimableRuns(labels: labels, now: clock.now, machine: machine), owner: owner, timeToLive: timeToLive, actor: actor,
                        clock: clock)
                    return try claiming.take(min(limit, Self.mostAtOnce), in: connection)
                }
            }
            for taken in attempt.taken { taken.story.log(to: logger) }
            if !attempt.taken.isEmpty || attempt.isEmpty { return attempt.taken.map(\.claimed) }
        }
        return []
    }

    private static let attempts = 8
    /// One transaction should not take long.
    private static let mostAtOnce = 256

    /// Whether a worker with these labels would get a run now. A read.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func hasClaimableRun(labels: [String: String] = [:]) async throws -> Bool {
        let runs = ClaimableRuns(labels: labels, now: clock.now, machine: machine)
        return try await database.read { connection in try undamaged(.run, "") { try !runs.best(1, in: connection, isLooking: true).isEmpty } }
    }

    /// Checks what a lease is made of.
    static func check(_ owner: String, _ timeToLive: Duration) throws {
        var validation = Validation()
        validation.name(owner, "owner")
        if timeToLive <= .zero || timeToLive > .seconds(86_400) { validation.add("time_to_live", "must be from 0 to 1 day") }
        try validation.check()
    }
}

extension RunTransaction {
    /// Takes the lease.
    ///
    /// - Parameters:
    ///   - isLocal: Whether the run works in a directory: whoever carries it out has it there.
    ///   - mayHaveLeft: Whether executions may have been left running under an older lease.
    /// - Returns: The lease, and those executions, which are interrupted now.
    mutating func claim(
        owner: String, timeToLive: Duration, machine: any Machine, isLocal: Bool, mayHaveLeft: Bool
    ) throws -> (lease: Lease, interrupted: [Execution]) {
        let epoch = try StateError.number(after: head.leaseEpoch, "lease_epoch", .run, head.id.short)
        let lease = Lease(run: head.id, epoch: epoch, owner: owner, timeToLive: timeToLive)
        let holder = machine.holder(since: now)
        set("lease_epoch", lease.epoch)
        set("lease_owner", owner)
        set("lease_holder", SQLValue.json(holder.document))
        extend(lease, machine: machine)
        if isLocal { set("repository_host", holder.host, isTold: false) }
        try record(.leaseClaimed, .run, head.id.description)
        return (lease, mayHaveLeft ? try interruptExecutions("the process that carried the run out ended") : [])
    }

    /// Whether the run works in a directory.
    func isLocal() throws -> Bool {
        try connection.first("SELECT repository_host FROM runs WHERE run_id = \(head.id)") { try $0.optionalText() != nil } ?? false
    }

    /// Lets a paused run go on.
    mutating func resume() throws {
        try setStatus(.executing)
        set("pause_reason", SQLValue.null)
        set("error_message", SQLValue.null)
        set("stop_requested", SQLValue.choice(Run.StopRequest.none))
        set("answered_at", SQLValue.null, isTold: false)
        try record(.runResumed, .run, head.id.description)
        try announce()
    }

    /// Notes whether a run that was paused for a question may go on now that one was answered: then any worker may take it.
    mutating func noteAnswer() throws {
        guard head.status == .paused else { return }
        let isOver = try connection.first(
            """
            SELECT COUNT(*) FROM runs WHERE run_id = \(head.id) AND pause_reason <> 'user_requested' AND NOT EXISTS (
                SELECT 1 FROM manual_interventions AS i WHERE i.run_id = \(head.id) AND i.status = 'pending')
            """
        ) { try $0.integer() }
        guard isOver == 1 else { return }
        set("answered_at", now, isTold: false)
        try announce()
    }

    /// Tells those who wait for changes, once the transaction is committed.
    func announce() throws {
        if let statement = connection.dialect.announcement { try connection.executeLater(statement) }
    }
}
