internal import COrchestratorPQ
internal import OrchestratorDatabase

/// A connection that is ready for transactions: its settings are made, its statements are kept, and it sends as many of them at once as it can.
///
/// It is used by one thread at a time, that of its ``Worker``.
final class ServerSession {
    let connection: ServerConnection
    let incarnation: ServerIncarnation
    /// Cancels what the connection does.
    let canceller: StatementCanceller
    private let location: String
    private var statements = StatementCache()
    /// What is to be sent before the next statement, in the same round trip.
    private var opening: Opening?
    /// Statements of which nothing is asked: they travel with the next one, or with the commit.
    private var waiting: [Waiting] = []
    /// How many may wait: what the server answers must not fill the way back while more is sent.
    private static let mostWaiting = 64
    /// The rows of a query that a body is in the middle of.
    private var stream: RowStream?
    /// The transaction's number, once the server has given one.
    private(set) var transactionID: String?
    /// The first statement of the transaction that failed, and was not undone.
    private(set) var failure: ServerFailure?
    /// The text of the statement that failed.
    private(set) var failedText = ""
    /// Whether the body went on after that, as if nothing had happened.
    private(set) var wentOnAfterFailure = false
    /// Whether the server has answered in this transaction.
    private(set) var hasAnswered = false
    /// Whether each statement is to be undone alone where it fails.
    private var isCareful = false

    private enum Opening {
        case read(limit: Int)
        case write
    }

    private struct Waiting {
        let text: String
        let parameters: ParameterBuffer
        /// Where its rows are kept; `nil` where nothing is asked.
        var rows: KeptRows?
    }

    /// The rows of a query that was sent together with others.
    private final class KeptRows {
        var values: [[SQLValue]] = []
    }

    /// Connects and makes the settings.
    init(_ address: ServerAddress, _ tuning: PostgresTuning) throws {
        connection = try ServerConnection(address, within: tuning.connectTime)
        location = address.location
        canceller = StatementCanceller(connection)
        incarnation = try SessionSettings(tuning).make(on: connection)
        _ = libpq.PQenterPipelineMode(connection.handle)
    }

    private var handle: OpaquePointer { connection.handle }

    /// Whether the connection still works, as far as the library knows.
    var isUsable: Bool { libpq.PQstatus(handle) == CONNECTION_OK }

    // MARK: Transactions

    /// Begins a snapshot, with the first statement.
    func beginReading(limit: Duration) { begin(.read(limit: Int(limit / .milliseconds(1)))) }

    /// Begins a transaction, with the first statement.
    ///
    /// - Parameter isCareful: Whether a statement that fails is undone alone, so that others may follow.
    func beginWriting(isCareful: Bool) {
        begin(.write)
        self.isCareful = isCareful
    }

    private func begin(_ opening: Opening) {
        self.opening = opening
        (transactionID, failure, failedText, wentOnAfterFailure, hasAnswered, isCareful) = (nil, nil, "", false, false, false)
        waiting = []
    }

    /// Whether there is something to commit.
    var isInsideTransaction: Bool { libpq.PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Begins the transaction where nothing but what waits belongs to it: what becomes of a commit is asked by a number that the server has given before.
    ///
    /// - Throws: ``ServerFailure``.
    func open() throws {
        guard opening != nil, let last = waiting.popLast() else { return }
        do {
            _ = try perform(last.text, last.parameters, changes)
        } catch {
            if failedText.isEmpty { failedText = last.text }
            throw error
        }
    }

    /// Commits, after ``open()``, with what waits in the same round trip.
    ///
    /// - Throws: ``ServerFailure``. Where the connection was lost, it may have been committed all the same.
    func commit() throws {
        opening = nil
        guard isInsideTransaction else { return }
        var plan: [Step] = []
        try sendWaiting(&plan, before: nil)
        let tag = try perform("COMMIT", after: plan)
        guard tag == "COMMIT" else { throw failure ?? ServerFailure(state: "40000", text: "the transaction was rolled back") }
    }

    /// Undoes the transaction. Where that fails, the connection is of no use any more, and the server undoes it.
    func rollBack() throws {
        opening = nil
        stream = nil
        waiting = []
        guard isInsideTransaction else { return }
        _ = try perform("ROLLBACK")
    }

    private func perform(_ text: String, after plan: [Step] = []) throws -> String {
        guard send(text), libpq.PQpipelineSync(handle) == 1 else { throw lost }
        let replies = Replies(handle, location)
        defer { replies.finish() }
        for step in plan { try take(step, replies) }
        return try replies.next().tag
    }

    /// Runs a statement that can't be in a transaction, on its own.
    func runAlone(_ text: String) throws {
        guard libpq.PQexitPipelineMode(handle) == 1 else { throw lost }
        defer { _ = libpq.PQenterPipelineMode(handle) }
        guard let result = libpq.PQexec(handle, text).map(ServerResult.init) else { throw lost }
        guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(result.status) else { throw result.failure }
    }

    // MARK: Statements

    /// Runs a statement.
    ///
    /// - Returns: How many rows it changed.
    func run(_ statement: SQLStatement) throws -> Int {
        try perform(statement, changes)
    }

    private func changes(_ replies: Replies) throws -> Int {
        let changes = try replies.next().changes
        replies.finish()
        if let failure = replies.failure { throw failure }
        return changes
    }

    /// Runs a statement of which nothing is asked, with the next one, or with the commit.
    func runLater(_ statement: SQLStatement) throws {
        // Whether it fails must be known before the next one where it is undone alone.
        guard !isCareful, waiting.count < Self.mostWaiting else { return _ = try run(statement) }
        waiting.append(Waiting(text: statement.text, parameters: try parameters(of: statement)))
    }

    /// Runs a statement and hands each row to the body as it comes.
    func rows(of statement: SQLStatement, _ body: (inout SQLRow) throws -> Void) throws { try rows(of: statement, after: {}, body) }

    /// Runs statements that are sent together, and hands each row to the body, as they come for the last one.
    func rows(of statements: [SQLStatement], _ body: (Int, inout SQLRow) throws -> Void) throws {
        // Whether one fails must be known before the next one where it is undone alone.
        guard !isCareful, let last = statements.last else {
            for (number, statement) in statements.enumerated() { try rows(of: statement) { try body(number, &$0) } }
            return
        }
        let kept = statements.dropLast().map { _ in KeptRows() }
        for (statement, rows) in zip(statements, kept) {
            waiting.append(Waiting(text: statement.text, parameters: try parameters(of: statement), rows: rows))
        }
        try rows(
            of: last,
            after: {
                for (number, rows) in kept.enumerated() {
                    for values in rows.values {
                        var row = SQLRow(values: values)
                        try body(number, &row)
                    }
                }
            }
        ) { try body(kept.count, &$0) }
    }

    private func rows(of statement: SQLStatement, after first: () throws -> Void, _ body: (inout SQLRow) throws -> Void) throws {
        try perform(statement) { replies in
            let rows = RowStream(replies)
            stream = rows
            defer {
                rows.finish()
                if stream === rows { stream = nil }
            }
            try first()
            while let values = try rows.next() {
                var row = SQLRow(values: values)
                try body(&row)
            }
        }
    }

    private func perform<Value>(_ statement: SQLStatement, _ read: (Replies) throws -> Value) throws -> Value {
        let parameters = try parameters(of: statement)
        // A body that runs a statement inside the rows of another: what is left of these must be read first.
        try reading { try stream?.buffer() }
        do {
            return try perform(statement.text, parameters, read)
        } catch let failure as ServerFailure {
            try note(failure)
            throw DatabaseError(failure, sql: failedText.isEmpty ? statement.text : failedText, at: location)
        }
    }

    /// What is bound.
    private func parameters(of statement: SQLStatement) throws -> ParameterBuffer {
        guard failure == nil else {
            wentOnAfterFailure = true
            throw DatabaseError(.statement, at: location, "a statement of this transaction has failed already", cause: statement.text)
        }
        do {
            return try ParameterBuffer(statement.values)
        } catch {
            throw DatabaseError(.statement, at: location, "text with a NUL character can't be stored", cause: statement.text)
        }
    }

    private func reading(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let failure as ServerFailure {
            try note(failure)
            throw DatabaseError(failure, at: location)
        }
    }

    /// Remembers that the transaction can't be committed, unless the statement can be undone alone.
    private func note(_ failure: ServerFailure) throws {
        guard isCareful, isUsable, !failure.isLoss, !failure.undoesTransaction, isInsideTransaction else { return self.failure = failure }
        do {
            _ = try perform("ROLLBACK TO SAVEPOINT statement")
        } catch let second as ServerFailure {
            self.failure = second
        }
    }

    private func perform<Value>(_ text: String, _ parameters: ParameterBuffer, _ read: (Replies) throws -> Value) throws -> Value {
        var plan = try sendOpening()
        try sendWaiting(&plan, before: (text, parameters))
        if isCareful { try add(&plan, .other) { send("SAVEPOINT statement") } }
        guard try send(text, parameters, &plan), !isCareful || send("RELEASE SAVEPOINT statement"), libpq.PQpipelineSync(handle) == 1 else { throw lost }
        let replies = Replies(handle, location)
        // Whatever happens, nothing of this is left to be read by the next.
        defer { replies.finish() }
        for step in plan { try take(step, replies) }
        return try read(replies)
    }

    // MARK: Sending

    /// What a reply belongs to.
    private enum Step {
        case transactionID
        case preparation(StatementCache.Entry, String)
        case waited(Waiting)
        case other
    }

    /// Sends what waits, and makes room for what is going to be prepared.
    private func sendWaiting(_ plan: inout [Step], before next: (text: String, parameters: ParameterBuffer)?) throws {
        let sent = waiting
        waiting = []
        let all = sent.map { ($0.text, $0.parameters.types) } + (next.map { [($0.text, $0.parameters.types)] } ?? [])
        let unknown = all.count { statements.entry($0.0, $0.1) == nil }
        if unknown > 0, statements.isFull(for: unknown) {
            try add(&plan, .other) { send("DEALLOCATE ALL") }
            statements.removeAll()
        }
        for statement in sent {
            guard try send(statement.text, statement.parameters, &plan) else { throw lost }
            plan.append(.waited(statement))
        }
    }

    /// Sends a statement with its parameters, prepared.
    private func send(_ text: String, _ parameters: ParameterBuffer, _ plan: inout [Step]) throws -> Bool {
        let entry = try prepare(text, parameters, &plan)
        return parameters.with { libpq.PQsendQueryPrepared(handle, entry.name, $0, $1, $2, $3, 0) == 1 }
    }

    private func sendOpening() throws -> [Step] {
        var plan: [Step] = []
        switch opening {
        case nil: break
        case .read(let limit):
            try add(&plan, .other) { send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") }
            try add(&plan, .other) {
                send(
                    """
                    SELECT set_config('statement_timeout', '\(limit)', true), set_config('idle_in_transaction_session_timeout', '\(limit)', true),
                        set_config('plan_cache_mode', 'auto', true)
                    """)
            }
        case .write:
            try add(&plan, .other) { send("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE") }
            // The number is needed before the commit is sent, so that it can be asked for should the answer get lost.
            try add(&plan, .transactionID) { send("SELECT pg_current_xact_id()") }
        }
        opening = nil
        return plan
    }

    private func prepare(_ text: String, _ parameters: ParameterBuffer, _ plan: inout [Step]) throws -> StatementCache.Entry {
        if let known = statements.entry(text, parameters.types) { return known }
        // What is sent together may have the same text several times.
        for case .preparation(let entry, text) in plan where entry.takes(parameters.types) { return entry }
        let entry = StatementCache.Entry(name: statements.name(), types: parameters.types)
        try add(&plan, .preparation(entry, text)) {
            libpq.PQsendPrepare(handle, entry.name, text, Int32(entry.types.count), entry.types) == 1
        }
        return entry
    }

    private func add(_ plan: inout [Step], _ step: Step, _ isSent: () -> Bool) throws {
        guard isSent() else { throw lost }
        plan.append(step)
    }

    /// Sends a statement without parameters.
    private func send(_ text: String) -> Bool { libpq.PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0) == 1 }

    private func take(_ step: Step, _ replies: Replies) throws {
        if case .waited(let statement) = step { failedText = statement.text }
        let result = try replies.next()
        failedText = ""
        hasAnswered = true
        switch step {
        case .transactionID:
            if case .text(let text)? = result.rows == 1 ? result.values(ofRow: 0, result.types).first : nil { transactionID = text }
        case .preparation(let entry, let text): statements.add(entry, text)
        case .waited(let statement): if let kept = statement.rows { kept.values = result.allValues }
        case .other: break
        }
    }

    /// Forgets the prepared statements: the server does not know them any more, or they have become stale.
    func forgetStatements() { statements.removeAll() }

    private var lost: ServerFailure { .lost(connection.message) }
}
