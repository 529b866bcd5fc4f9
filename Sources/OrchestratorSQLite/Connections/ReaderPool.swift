internal import OrchestratorDatabase
internal import Synchronization

/// Connections that only read. Each read has one for itself, so that it waits neither for the writer nor for other readers.
///
/// Bodies are synchronous, so there are never more connections in use than threads that run Swift tasks; up to `largestIdle` are kept.
final class ReaderPool: Sendable {
    private let location: String
    private let open: @Sendable () throws -> OpenConnection
    private let state = Mutex(State())
    private static let largestIdle = 8

    private struct State {
        var idle: [OpenConnection] = []
        var used = 0
        var isClosed = false
        /// Those who wait for the reads that go on.
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    init(location: String, open: @escaping @Sendable () throws -> OpenConnection) {
        self.location = location
        self.open = open
    }

    /// Runs the body in one snapshot.
    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        let known = try take()
        var used = known
        defer { giveBack(used) }
        let connection = try known ?? open()
        used = connection
        return try connection.use { statements in
            try statements.run("BEGIN DEFERRED")
            defer { if statements.isInsideTransaction { try? statements.run("ROLLBACK") } }
            return try body(SQLiteConnection(statements: statements))
        }
    }

    /// A connection that is idle; `nil` where one must be opened.
    private func take() throws -> OpenConnection? {
        try state.withLock { state in
            guard !state.isClosed else { throw DatabaseError(.unavailable, at: location, "the database was closed") }
            state.used += 1
            return state.idle.popLast()
        }
    }

    /// Ends a read, with the connection it had, if it came so far.
    private func giveBack(_ connection: OpenConnection?) {
        let isKept = state.withLock { state in
            guard let connection, !state.isClosed, state.idle.count < Self.largestIdle else { return false }
            state.idle.append(connection)
            return true
        }
        if !isKept { try? connection?.close() }
        let closers = state.withLock { state in
            state.used -= 1
            guard state.used == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Waits for the reads that go on, and closes the connections.
    func close() async {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            state.isClosed = true
            return state.idle
        }
        for connection in idle { try? connection.close() }
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.used > 0 { state.closers.append(continuation) }
                return state.used == 0
            }
            if isIdle { continuation.resume() }
        }
    }
}
