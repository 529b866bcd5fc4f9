internal import COrchestratorPQ
internal import Dispatch

/// Asks the server to cancel what a connection does, over a connection of its own.
///
/// `@unchecked Sendable`: what the library gives for this is not changed once it is made, and may be used from any thread
/// (https://www.postgresql.org/docs/current/libpq-cancel.html).
final class StatementCanceller: @unchecked Sendable {
    private let handle: OpaquePointer?

    init(_ connection: ServerConnection) {
        handle = libpq.PQgetCancel(connection.handle)
    }

    deinit { libpq.PQfreeCancel(handle) }

    /// Asks, on another thread: the server may take its time to answer.
    func cancel() {
        DispatchQueue.global().async { [self] in
            var message = [CChar](repeating: 0, count: 256)
            _ = libpq.PQcancel(handle, &message, Int32(message.count))
        }
    }
}
