internal import OrchestratorDatabase
internal import Synchronization

/// Connections that only read. Each read has one for itself, so that it waits neither for the writer nor for other readers.
///
/// Bodies are synchronous, so there are never more connections in use than threads that run Swift tasks; up to `largestIdle` are kept.
final class ReaderPool: Sendable {
    private let location: String
    private let open: @Sendable () throws -> OpenConnection
    private let longReadEnded: @Sendable () -> Void
    private let state = Mutex(State())
    private static let largestIdle = 8
    /// How long, in microseconds, a read lasts that may have kept the write-ahead log from shrinking.
    private static let longRead = 100_000

    private struct State {
        var idle: [OpenConnection] = []
        /// The reads that go on, by a number of their own, with the time at which they began.
        var reads: [Int: Int64] = [:]
        var begun = 0
        var isClosed = false
        /// Those who wait for the reads that go on.
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// A pool without connections.
    ///
    /// - Parameters:
    ///   - open: Opens a connection.
    ///   - longReadEnded: Called when a read ends that has lasted for a while.
    init(location: String, open: @escaping @Sendable () throws -> OpenConnection, longReadEnded: @escaping @Sendable () -> Void) {
        self.location = location
        self.open = open
        self.longReadEnded = longReadEnded
    }

    /// When the oldest of the reads that go on began, in microseconds since 1970.
    var oldestRead: Int64? { state.withLock { $0.reads.values.min() } }

    /// Runs the body in one snapshot.
    func read<Value: Sendable>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        let (number, known) = try take()
        var used = known
        defer { giveBack(used, number) }
        let connection = try known ?? open()
        used = connection
        return try connection.use { statements in
            try statements.run("BEGIN DEFERRED")
            defer { if statements.isInsideTransaction { try? statements.run("ROLLBACK") } }
            return try body(SQLiteConnection(statements: statements))
        }
    }

    /// The number of the read, and a connection that is idle; `nil` where one must be opened.
    private func take() throws -> (Int, OpenConnection?) {
        let now = WallTime.microseconds
        return try state.withLock { state in
            guard !state.isClosed else { throw DatabaseError(.unavailable, at: location, "the database was closed") }
            state.begun += 1
            state.reads[state.begun] = now
            return (state.begun, state.idle.popLast())
        }
    }

    /// Ends a read, with the connection it had, if it came so far.
    private func giveBack(_ connection: OpenConnection?, _ number: Int) {
        let isKept = state.withLock { state in
            guard let connection, !state.isClosed, state.idle.count < Self.largestIdle else { return false }
            state.idle.append(connection)
            return true
        }
        if !isKept { try? connection?.close() }
        let now = WallTime.microseconds
        let (begun, closers) = state.withLock { state in
            let begun = state.reads.removeValue(forKey: number)
            guard state.reads.isEmpty else { return (begun, [CheckedContinuation<Void, Never>]()) }
            defer { state.closers = [] }
            return (begun, state.closers)
        }
        if let begun, now - begun >= Self.longRead { longReadEnded() }
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
                if !state.reads.isEmpty { state.closers.append(continuation) }
                return state.reads.isEmpty
            }
            if isIdle { continuation.resume() }
        }
    }
}
