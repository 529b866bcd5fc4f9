internal import Logging
public import OrchestratorDatabase
public import OrchestratorModel

/// The durable record of runs, phases, executions, findings, artifacts and manual interventions.
///
/// Every operation that changes something is one transaction, written together with the events that tell it, and durable when it returns.
/// A manager is a value over shared connections: copies are cheap and may be used from any task at the same time.
///
/// Operations throw ``StateError`` for what the store answers instead of doing it, and `DatabaseError` for what is wrong with the database.
public struct StateManager: Sendable {
    /// Where the rows are.
    package let database: any SQLDatabase
    /// Where the files are.
    package let files: ArtifactFiles
    /// Who acts: the actor of events.
    public let actor: Actor
    /// Tells the time.
    package let clock: any WallClock
    /// Tells which processes are alive.
    package let machine: any Machine
    /// What need not be written again.
    let knownTerms: KnownTerms
    /// Gets every change of state, once it is durable.
    let logger = Logger(label: "orchestrator.state")

    /// A manager over a database whose schema is up to date, and a directory for artifacts.
    package init(
        database: any SQLDatabase, files: ArtifactFiles, actor: Actor, clock: any WallClock, machine: any Machine = LocalMachine()
    ) {
        self.init(database: database, files: files, actor: actor, clock: clock, machine: machine, KnownTerms())
    }

    private init(
        database: any SQLDatabase, files: ArtifactFiles, actor: Actor, clock: any WallClock, machine: any Machine, _ knownTerms: KnownTerms
    ) {
        self.database = database
        self.files = files
        self.actor = actor
        self.clock = clock
        self.machine = machine
        self.knownTerms = knownTerms
    }

    /// Brings the database to the schema of this program and gives back its manager.
    ///
    /// - Parameters:
    ///   - database: The database. The caller closes it.
    ///   - artifacts: The directory for artifacts; it is made when the first is written.
    ///   - actor: Who acts.
    ///   - clock: Tells the time.
    /// - Throws: `DatabaseError`; of kind `version` where the database was made by a newer program.
    public static func open(
        _ database: any SQLDatabase, artifacts: String, actor: Actor, clock: any WallClock = SystemWallClock()
    ) async throws -> StateManager {
        let migrator = Migrator(Migrations.all) { Digest.text(of: $0) }
        try await migrator.migrate(database, now: clock.now.description)
        return StateManager(database: database, files: ArtifactFiles(base: artifacts), actor: actor, clock: clock)
    }

    /// Where the database is, without secrets: for messages.
    public var location: String { database.location }

    /// Gets an element soon after something was committed that others may wait for: a run that can be taken, a stop, an answer. One may come
    /// without a reason, and one may be missed, so that whoever waits looks now and then without being told. It ends when the store is closed.
    public func changes() -> AsyncStream<Void> { database.changes() }

    /// Waits for what goes on and closes the database. Every operation after that throws `DatabaseError` of kind `unavailable`, for all copies of
    /// this value.
    ///
    /// - Throws: `DatabaseError`.
    public func close() async throws { try await database.close() }

    /// The same store, with another actor of events.
    public func acting(as actor: Actor) -> StateManager {
        StateManager(database: database, files: files, actor: actor, clock: clock, machine: machine, knownTerms)
    }

    /// The same store, with another directory for artifacts.
    public func keepingArtifacts(in directory: String) -> StateManager {
        StateManager(database: database, files: ArtifactFiles(base: directory), actor: actor, clock: clock, machine: machine, knownTerms)
    }
}

extension StateManager {
    /// Changes one run in one transaction.
    ///
    /// - Parameter question: See ``RunTransaction/answer``.
    func change<Value: Sendable>(
        _ run: Run.ID, lease: Lease? = nil, asking question: SQLStatement? = nil,
        _ body: @escaping @Sendable (inout RunTransaction) throws -> Value
    ) async throws -> Value {
        try await change(where: "run_id = \(run)", .run, run.description, lease: lease, asking: question, body)
    }

    /// Changes the run that a row of another entity belongs to.
    func change<Entity: StoredEntity, Value: Sendable>(
        runOf id: Identifier<Entity>, _ kind: EntityKind, lease: Lease? = nil,
        _ body: @escaping @Sendable (inout RunTransaction) throws -> Value
    ) async throws -> Value {
        let table = Entity.table
        let run: SQLStatement = "run_id = (SELECT run_id FROM \(raw: table.name) WHERE \(raw: table.primaryKey[0]) = \(id))"
        return try await change(where: run, kind, id.description, lease: lease, body)
    }

    /// - Parameters:
    ///   - kind: What is missing where the condition names no run.
    ///   - id: Its identity.
    private func change<Value: Sendable>(
        where run: SQLStatement, _ kind: EntityKind, _ id: String, lease: Lease?, asking question: SQLStatement? = nil,
        _ body: @escaping @Sendable (inout RunTransaction) throws -> Value
    ) async throws -> Value {
        try checkActor()
        let (actor, clock) = (actor, clock)
        let (value, story) = try await database.write { connection in
            var transaction = try undamaged(kind, id) {
                try RunTransaction(
                    connection, where: run, else: StateError.notFound(kind, id), lease: lease, actor: actor, asking: question, now: clock.now)
            }
            return try undamaged(.run, transaction.head.id.description) {
                let value = try body(&transaction)
                try transaction.finish()
                return (value, transaction.story)
            }
        }
        knownTerms.note(story)
        story.log(to: logger)
        return value
    }

    /// The name of the actor stands in every event.
    func checkActor() throws {
        var validation = Validation()
        validation.name(actor.name, "actor")
        try validation.check()
    }
}
