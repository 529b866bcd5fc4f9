internal import Foundation
internal import OrchestratorDatabase
internal import Synchronization

/// Tells those who wait that something was committed, by this process or by another.
///
/// The kernel says when the write-ahead log is written to, and the database itself whether a commit has come: nothing is asked while nobody writes,
/// but for a look twice a second. A thread and a connection of its own live as long as somebody waits.
final class CommitWatch: Sendable {
    private let location: String
    /// The file that was opened; another one of its name is left alone.
    private let identity: FileIdentity
    private let state = Mutex(State())
    /// How often, in milliseconds, it looks where nothing told it to.
    private static let interval: Int32 = 500
    /// The pauses, in milliseconds, between the looks that follow a write to the log: it comes before the commit, by as long as the disk takes.
    private static let pauses: [Int32] = [0, 1, 1, 2, 4, 8, 16, 32, 64, 128]

    private struct State {
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var count = 0
        /// What the thread waits for; `nil` where none tells those who wait.
        var signal: FileSignal?
        /// How many connections are open: one, or another that is being closed.
        var connections = 0
        var isClosed = false
        /// Those who wait for them to be closed.
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    init(location: String, identity: FileIdentity) {
        self.location = location
        self.identity = identity
    }

    /// Gets an element soon after each commit; several that come close together are one.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let starting = state.withLock { state -> FileSignal? in
            guard !state.isClosed else {
                continuation.finish()
                return nil
            }
            state.count += 1
            let number = state.count
            state.waiting[number] = continuation
            continuation.onTermination = { [weak self] _ in self?.leave(number) }
            guard state.signal == nil else { return nil }
            state.signal = FileSignal(path: location + "-wal")
            state.connections += 1
            return state.signal
        }
        if let starting {
            let thread = Thread { self.watch(starting) }
            thread.name = "commits"
            thread.start()
        }
        return stream
    }

    private func leave(_ number: Int) {
        state.withLock { state in
            state.waiting[number] = nil
            if state.waiting.isEmpty { state.signal?.wake() }
        }
    }

    /// Ends all waiting, and returns once the connection is closed.
    func close() async {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.isClosed = true
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.finish() }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.connections > 0 { state.closers.append(continuation) }
                state.signal?.wake()
                return state.connections == 0
            }
            if isOver { continuation.resume() }
        }
    }

    private func watch(_ signal: FileSignal) {
        let connection = open()
        var last = version(connection)
        // What was committed before the first look counts as news.
        tell()
        while !endsWithoutAnybody() {
            let isWritten = signal.wait(milliseconds: Self.interval)
            for pause in isWritten ? Self.pauses : [0] {
                if pause > 0 { poll(nil, 0, pause) }
                let now = version(connection)
                guard now != last || now == nil else { continue }
                last = now
                tell()
                break
            }
        }
        // Whoever closes last takes the log away: it may belong to another database by now.
        if FileIdentity(path: location) == identity { try? connection?.close() } else { connection?.abandon() }
        let closers = state.withLock { state in
            defer { if state.connections == 0 { state.closers = [] } }
            state.connections -= 1
            return state.connections == 0 ? state.closers : []
        }
        for closer in closers { closer.resume() }
    }

    /// A connection that can do nothing to the file; `nil` where the database is gone, which those who wait will find out themselves.
    private func open() -> OpenConnection? {
        guard FileIdentity(path: location) == identity else { return nil }
        return try? OpenConnection(path: location, .reading, settings: [])
    }

    /// Whether nobody waits any more. Whoever comes after that starts a thread again.
    private func endsWithoutAnybody() -> Bool {
        state.withLock { state in
            guard state.waiting.isEmpty else { return false }
            state.signal = nil
            return true
        }
    }

    private func tell() {
        for continuation in state.withLock({ Array($0.waiting.values) }) { continuation.yield() }
    }

    /// A number that other connections' commits change; `nil` where the database does not answer, which those who wait will find out themselves.
    private func version(_ connection: OpenConnection?) -> SQLValue? {
        try? connection?.use { statements in
            var value: SQLValue?
            try statements.run("PRAGMA data_version", []) { value = try $0.next() }
            return value
        }
    }
}
