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
    /// Gets every change of state, once it is durable.
    let logger = Logger(label: "orchestrator.state")

    /// A manager over a database whose schema is up to date, and a directory for artifacts.
    package init(
        database: any SQLDatabase, files: ArtifactFiles, actor: Actor, clock: any WallClock, machine: any Machine = LocalMachine()
    ) {
        self.database = database
        self.files = files
        self.actor = actor
        self.clock = clock
        self.machine = machine
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

    /// Waits for what goes on and closes the database. Every operation after that throws `DatabaseError` of kind `unavailable`, for all copies of
    /// this value.
    ///
    /// - Throws: `DatabaseError`.
    public func close() async throws { try await database.close() }

    /// The same store, with another actor of events.
    public func acting(as actor: Actor) -> StateManager {
        StateManager(database: database, files: files, actor: actor, clock: clock, machine: machine)
    }

    /// The same store, with another directory for artifacts.
    public func keepingArtifacts(in directory: String) -> StateManager {
        StateManager(database: database, files: ArtifactFiles(base: directory), actor: actor, clock: clock, machine: machine)
    }
}

extension StateManager {
    /// Changes one run in one transaction.
    func change<Value: Sendable>(
        _ run: Run.ID, lease: Lease? = nil, _ body: @escaping @Sendable (inout RunTransaction) throws -> Value
    ) async throws -> Value {
        try await change(lease: lease, { _ in run }, body)
    }

    /// Changes the run that a row of another entity belongs to.
    func change<Entity: StoredEntity, Value: Sendable>(
        runOf id: Identifier<Entity>, _ kind: EntityKind, lease: Lease? = nil,
        _ body: @escaping @Sendable (inout RunTransaction) throws -> Value
    ) async throws -> Value {
        try await change(
            lease: lease,
            { connection in
                let table = Entity.table
                let run = try connection.first(
                    "SELECT run_id FROM \(raw: table.name) WHERE \(raw: table.primaryKey[0]) = \(id)"
                ) { try $0.identifier(Run.ID.self) }
                guard let run else { throw StateError.notFound(kind, id.description) }
                return run
            }, body)
    }

    private func change<Value: Sendable>(
        lease: Lease?, _ run: @escaping @Sendable (any SQLConnection) throws -> Run.ID,
        _ body: @escaping @Sendable (inout RunTransaction) throws -> Value
    ) async throws -> Value {
        try checkActor()
        let (actor, clock) = (actor, clock)
        let (value, story) = try await database.write { connection in
            let run = try run(connection)
            return try undamaged(.run, run.description) {
                // Asked for here, when it is this transaction's turn: so the times of events are in the order of commits.
                var transaction = try RunTransaction(connection, run: run, lease: lease, actor: actor, now: clock.now)
                let value = try body(&transaction)
                try transaction.finish()
                return (value, transaction.story)
            }
        }
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
