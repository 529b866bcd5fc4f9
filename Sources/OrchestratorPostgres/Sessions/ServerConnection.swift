internal import COrchestratorPQ
internal import Foundation
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// An open connection of the library, closed with this object. It is used by one thread at a time.
final class ServerConnection {
    let handle: OpaquePointer
    let address: ServerAddress

    /// Connects, with the thread blocked meanwhile.
    ///
    /// - Throws: ``DatabaseError``, whose text holds nothing secret.
    init(_ address: ServerAddress, within limit: Duration) throws {
        self.address = address
        let parameters = address.parameters(connectTime: max(2, Int(limit.components.seconds)))
        var names = parameters.map { strdup($0.name) } + [nil]
        var values = parameters.map { strdup($0.value) } + [nil]
        defer {
            for text in names + values { free(text) }
            (names, values) = ([], [])
        }
        let started = names.withUnsafeMutableBufferPointer { names in
            values.withUnsafeMutableBufferPointer { values in
                names.withMemoryRebound(to: UnsafePointer<CChar>?.self) { names in
                    values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { libpq.PQconnectStartParams(names.baseAddress, $0.baseAddress, 0) }
                }
            }
        }
        guard let handle = started else { throw DatabaseError(.unavailable, at: address.location, "there is not enough memory") }
        self.handle = handle
        // With the class of the error in it, the answer of a server that refuses can be told from a server that is not there.
        _ = libpq.PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        _ = libpq.PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try connect(until: ContinuousClock.now + limit)
        _ = libpq.PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
    }

    deinit { libpq.PQfinish(handle) }

    /// The process of the server that serves this connection.
    var backend: Int32 { libpq.PQbackendPID(handle) }

    private func connect(until end: ContinuousClock.Instant) throws {
        var step = PGRES_POLLING_WRITING
        while libpq.PQstatus(handle) != CONNECTION_BAD {
            switch step {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_FAILED: throw refusal
            default:
                guard wait(toRead: step == PGRES_POLLING_READING, until: end) else {
                    throw DatabaseError(.unavailable, at: address.location, "the server does not answer: look at its address, and whether it runs")
                }
            }
            step = libpq.PQconnectPoll(handle)
        }
        throw refusal
    }

    /// Waits for the socket.
    ///
    /// - Returns: Whether there was something before the time was over.
    func wait(toRead isReading: Bool, until end: ContinuousClock.Instant?) -> Bool {
        let socket = libpq.PQsocket(handle)
        guard socket >= 0 else { return true }
        while true {
            let left = end.map { max(0, ($0 - ContinuousClock.now) / .milliseconds(1)) } ?? -1
            var entry = pollfd(fd: socket, events: Int16(isReading ? POLLIN : POLLOUT), revents: 0)
            let count = poll(&entry, 1, Int32(min(left, 1_000_000)))
            if count > 0 { return true }
            if count < 0, errno == EINTR { continue }
            return count < 0
        }
    }

    /// What the library says went wrong last, without anything secret.
    var message: String { address.safe(libpq.PQerrorMessage(handle).map { String(cString: $0) } ?? "") }

    /// Why the connection could not be made.
    private var refusal: DatabaseError {
        let text = message
        let lines = text.split(separator: "\n").map(String.init)
        // `FATAL:  28P01: password authentication failed for user "x"`. The word before is in the language of the server.
        for line in lines {
            guard let match = line.firstMatch(of: /: {2,}([0-9A-Z]{5}): (.*)$/) else { continue }
            let error = DatabaseError(ServerFailure(state: String(match.1), text: text), at: address.location)
            let kind = error.kind == .statement ? DatabaseError.Kind.permission : error.kind
            return DatabaseError(kind, at: address.location, Self.sentence(error, String(match.2), state: String(match.1)), cause: text)
        }
        let reason = lines.first ?? "no reason is given"
        let (kind, advice) = Self.kind(of: reason, needsPassword: libpq.PQconnectionNeedsPassword(handle) == 1)
        return DatabaseError(kind, at: address.location, "\(advice): \(reason)", cause: text)
    }

    /// What a failure is that is none of the server's own.
    private static func kind(of reason: String, needsPassword: Bool) -> (DatabaseError.Kind, String) {
        if needsPassword { return (.permission, "the server wants a password: give it by ~/.pgpass, which only you may read, or by PGPASSWORD") }
        // What the library does not accept it says before it looks for the server.
        if reason.hasPrefix("invalid ") || reason.contains("value \"") { return (.permission, "a parameter of the URL can't be used") }
        if reason.contains("SSL") || reason.contains("certificate") {
            return (.permission, "there is no TLS as 'sslmode' and 'sslrootcert' want it: look at the URL and at the server's certificate")
        }
        return (reason.contains("password") ? .permission : .unavailable, "the server can't be reached")
    }

    private static func sentence(_ error: DatabaseError, _ reason: String, state: String) -> String {
        switch state {
        case "57P03": "the server is starting or stopping: try again in a moment"
        case "57P01", "57P02": "the server is stopping: try again later"
        default: "\(error.message) (\(reason))"
        }
    }
}
