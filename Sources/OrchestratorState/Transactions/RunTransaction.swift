internal import OrchestratorDatabase
internal import OrchestratorModel

/// One transaction that changes one run, in progress.
///
/// It begins by reading the head of the run's row (in an engine with row locks: by locking it), so that events get their numbers in the
/// order of commits; it collects what changes in that row and writes it once, at the end. Every change is told by an event (invariant 2).
struct RunTransaction {
    let connection: any SQLConnection
    let now: Timestamp
    let actor: Actor
    /// The lease under which it writes; `nil` for what is done by hand.
    let lease: Lease?
    private(set) var head: RunHead
    /// The answer to what was asked with the first statement; `nil` where nothing was.
    let answer: Int?
    /// What was told so far, for the log.
    var story: TransactionStory
    /// Changes of the run's row that no event has told yet.
    private var untold: ColumnValues = []
    /// All changes of the run's row.
    private var changes: ColumnValues = []
    private var hasEvents = false
    /// What the transaction adds to the run's tally.
    private var counted = Tally()
    private let initial: (status: Run.Status, lastEvent: Int)
    /// Where it leaves what it writes to the tables of runs and events; `nil` where it writes by itself.
    private let joint: JointWrites?

    /// Begins with the run's head.
    ///
    /// - Parameters:
    ///   - lease: The lease that the caller must hold (invariant 6); `nil` for what is done by hand.
    ///   - now: Asked for once the run's row is locked: so the times of events are in the order of commits.
    /// - Throws: ``StateError/notFound(_:_:)``, ``StateError/leaseLost(_:)``.
    init(_ connection: any SQLConnection, run id: Run.ID, lease: Lease? = nil, actor: Actor, now: @autoclosure () -> Timestamp) throws {
        let run: SQLStatement = "run_id = \(id)"
        try self.init(connection, where: run, else: StateError.notFound(.run, id.description), lease: lease, actor: actor, now: now())
    }

    /// Begins with the head of the one run that the condition names.
    ///
    /// - Parameters:
    ///   - error: Thrown where there is none.
    ///   - question: A query for a whole number, asked once the run's row is locked: so it travels with what locks it.
    init(
        _ connection: any SQLConnection, where run: SQLStatement, else error: @autoclosure () -> StateError, lease: Lease?, actor: Actor,
        asking question: SQLStatement? = nil, now: @autoclosure () -> Timestamp
    ) throws {
        var (found, answer): (RunHead?, Int?)
        try connection.forEach(of: [RunHead.lockingQuery(where: run, in: connection.dialect)] + [question].compactMap(\.self)) { query, row in
            if query == 0 { found = try RunHead(row: &row) } else { answer = try row.integer() }
        }
        guard let head = found else { throw error() }
        if let lease, lease.run != head.id || lease.epoch != head.leaseEpoch || lease.owner != head.leaseOwner {
            throw StateError.leaseLost(head.id)
        }
        self.init(connection, head: head, lease: lease, actor: actor, answer: answer, now: now())
    }

    /// Begins with a head that was read, and locked, in this transaction.
    ///
    /// - Parameter joint: Where it leaves its writes for the caller, who writes those of several together.
    init(
        _ connection: any SQLConnection, head: RunHead, lease: Lease? = nil, actor: Actor, answer: Int? = nil, now: Timestamp, joint: JointWrites? = nil
    ) {
        self.joint = joint
        self.connection = connection
        self.now = now
        self.actor = actor
        self.lease = lease
        self.head = head
        self.answer = answer
        initial = (head.status, head.lastEvent)
        story = TransactionStory(run: head.id, actor: actor, lastEventHash: head.lastEventHash)
    }

    /// Sets a column of the run's row. The next event tells it, unless it is bookkeeping.
    mutating func set(_ column: String, _ value: some SQLBindable, isTold: Bool = true) {
        let value = value.sqlValue
        if isTold { tell(column, value) }
        changes.removeAll { $0.column == column }
        changes.append((column, value))
    }

    /// Lets the next event tell a column of the run; where it is not in the run's row, the caller writes it.
    mutating func tell(_ column: String, _ value: SQLValue) {
        untold.removeAll { $0.column == column }
        untold.append((column, value))
    }

    /// Takes back the changes that no event has told, for a later event.
    mutating func takeUntold() -> ColumnValues {
        defer { untold = [] }
        return untold
    }

    /// Changes the run's status along the table, comparing what it is.
    mutating func setStatus(_ status: Run.Status) throws {
        guard Run.transitions.allows(head.status, to: status) else { throw illegal(to: status) }
        count(.time(head.status), Int((now - head.statusSince).microseconds))
        head.status = status
        head.statusSince = now
        set("status", SQLValue.choice(status))
        set("status_since", now, isTold: false)
    }

    /// Adds to the run's tally.
    mutating func count(_ key: Tally.Key, _ number: Int = 1) { counted.add(number, to: key) }

    /// Adds to the run's tally.
    mutating func count(_ tally: Tally) { counted += tally }

    /// Counts phases that were added.
    mutating func countPhases(_ number: Int) {
        head.totalPhases = head.totalPhases.addingClamped(number)
        set("total_phases", head.totalPhases)
    }

    /// Counts one more completed phase.
    mutating func countCompletedPhase() throws {
        head.completedPhases = try StateError.number(after: head.completedPhases, "completed_phases", .run, head.id.short)
        set("completed_phases", head.completedPhases)
    }

    /// Writes an event that tells the given changes and those of the run's row.
    ///
    /// - Parameter changes: Canonical JSON texts by the names of entities.
    mutating func record(_ kind: Event.Kind, _ entity: EntityKind, _ id: String, _ changes: KeyValuePairs<String, String> = [:]) throws {
        var members = changes.map { (name: $0.key, text: $0.value) }
        if !untold.isEmpty {
            members.append((name: "run", text: Tables.configuredRuns.document(untold)))
            untold = []
        }
        if members.count > 1 { members.sort { $0.name < $1.name } }
        var payload = "{"
        payload.reserveCapacity(members.reduce(2) { $0 + $1.name.utf8.count + $1.text.utf8.count + 4 })
        for (index, member) in members.enumerated() {
            payload += index == 0 ? "\"" : ",\""
            payload += member.name
            payload += "\":"
            payload += member.text
        }
        payload += "}"
        let sequence = try StateError.number(after: head.lastEvent, "last_event", .run, head.id.short)
        let event = EventDraft(
            run: head.id, sequence: sequence, kind: kind, entity: entity, entityID: id, actor: actor, payload: payload,
            previousHash: head.lastEventHash, time: now)
        let hash = event.hash
        let values = event.values(hash: hash)
        if let joint { joint.insertEvent(values) } else { try connection.executeLater(Tables.events.insertion(of: values)) }
        head.lastEvent = event.sequence
        head.lastEventHash = hash
        hasEvents = true
        story.add(event.sequence, kind, id)
        story.hashAfter = hash
    }

    /// Writes the run's row. Nothing may follow.
    mutating func finish() throws {
        precondition(untold.isEmpty, "a change of the run is not told by an event")
        if hasEvents {
            set("last_event", head.lastEvent, isTold: false)
            set("last_event_hash", head.lastEventHash, isTold: false)
            set("updated_at", now, isTold: false)
        }
        let total = try finishTally()
        if !changes.isEmpty {
            if let joint { joint.update(head.id, set: changes) } else { try connection.updateLater(Tables.runs, set: changes, of: head.id) }
        }
        if let total { return try connection.addToTotals(total) }
        // Which reads what was written.
        try joint?.write(connection)
        try connection.derive(head.id)
    }

    /// The run as it is after ``finish()``.
    ///
    /// - Parameter values: Its columns as they were before.
    func run(from values: [SQLValue]) throws -> Run {
        let values = zip(Tables.runs.documentColumns, values).map { column, value in
            changes.first { $0.column == column.name }?.value ?? value
        }
        var row = SQLRow(values: values)
        return try Run(row: &row)
    }

    /// Writes the run's tally.
    ///
    /// - Returns: What is to be added to the totals; `nil` where the rows of the run were never counted.
    private mutating func finishTally() throws -> Tally? {
        guard let text = head.tally else { return nil }
        let events = head.lastEvent - initial.lastEvent
        // Most often nothing was counted, or the run goes on: then the totals are left alone.
        guard !counted.isEmpty || events > 0, !counted.isEmpty || Run.transitions.isFinal(head.status) else { return Tally() }
        if !counted.isEmpty { set("tally", counted.text(addedTo: text), isTold: false) }
        guard Run.transitions.isFinal(head.status) else { return Tally() }
        let tally = Tally(text: text) + counted
        if initial.status == head.status {
            counted.add(events, to: .events)
            return counted
        }
        return tally.contribution(of: head.status, events: head.lastEvent)
    }
}
