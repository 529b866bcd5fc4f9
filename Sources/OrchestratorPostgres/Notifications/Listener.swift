internal import COrchestratorPQ
internal import Dispatch
internal import Foundation
internal import OrchestratorDatabase
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Hears what is said on a channel, over a connection of its own, for as long as somebody wants to know.
final class Listener: Sendable {
    private let address: ServerAddress
    private let tuning: PostgresTuning
    private let channel: String
    private let sink: AsyncStream<String>.Continuation
    private let isOver = Mutex(false)
    /// What ends the wait for the server: a pipe that a byte is written to.
    private let wake: (read: Int32, write: Int32)

    /// - Parameter channel: The channel, a name of the program.
    init(_ address: ServerAddress, _ tuning: PostgresTuning, channel: String, sink: AsyncStream<String>.Continuation) {
        (self.address, self.tuning, self.channel, self.sink) = (address, tuning, channel, sink)
        var ends: [Int32] = [-1, -1]
        // Without a pipe the end is noticed when the wait is over.
        if pipe(&ends) != 0 { ends = [-1, -1] }
        for end in ends where end >= 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wake = (ends[0], ends[1])
    }

    deinit { for end in [wake.read, wake.write] where end >= 0 { close(end) } }

    /// Hears from now on, on a thread of its own.
    func start() {
        let thread = Thread { self.listen() }
        thread.name = "postgresql-listen"
        thread.start()
    }

    /// Ends it.
    func stop() {
        isOver.withLock { $0 = true }
        var byte: UInt8 = 0
        if wake.write >= 0 { _ = write(wake.write, &byte, 1) }
    }

    private func listen() {
        var pause = Duration.milliseconds(50)
        while !isOver.withLock({ $0 }) {
            if let connection = try? connected() {
                pause = .milliseconds(50)
                // Something may have been said while nobody heard.
                sink.yield("")
                hear(connection)
            }
            if !isOver.withLock({ $0 }) { _ = wait(on: -1, for: pause) }
            pause = min(pause * 2, .seconds(5))
        }
        sink.finish()
    }

    private func connected() throws -> ServerConnection {
        let connection = try ServerConnection(address, within: tuning.connectTime)
        let name = libpq.PQescapeIdentifier(connection.handle, channel, channel.utf8.count)
        defer { libpq.PQfreemem(name) }
        let result = libpq.PQexec(connection.handle, "LISTEN \(name.map { String(cString: $0) } ?? "")").map(ServerResult.init)
        guard result?.status == PGRES_COMMAND_OK else { throw DatabaseError(.lost(connection.message), at: address.location) }
        return connection
    }

    /// Hands on what is said until the connection is lost or nobody wants to know any more.
    private func hear(_ connection: ServerConnection) {
        while libpq.PQconsumeInput(connection.handle) == 1, libpq.PQstatus(connection.handle) == CONNECTION_OK {
            while let notice = libpq.PQnotifies(connection.handle) {
                sink.yield(String(cString: notice.pointee.extra))
                libpq.PQfreemem(notice)
            }
            guard wait(on: libpq.PQsocket(connection.handle), for: .seconds(30)), !isOver.withLock({ $0 }) else { return }
        }
    }

    /// Waits for the socket, or the end.
    ///
    /// - Returns: Whether to go on.
    private func wait(on socket: Int32, for time: Duration) -> Bool {
        // A negative descriptor is passed over.
        var entries = [pollfd(fd: socket, events: Int16(POLLIN), revents: 0), pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)]
        let count = poll(&entries, nfds_t(entries.count), Int32(time / .milliseconds(1)))
        return count >= 0 && entries[1].revents == 0 || count < 0 && errno == EINTR
    }
}
