internal import OrchestratorDatabase
internal import Synchronization

/// A body that waits to be run in a transaction, with its result for the caller who waits.
final class WriteJob: Sendable {
    private let body: @Sendable (any SQLConnection) throws -> Void
    private let failure = Mutex<(any Error)?>(nil)

    init(_ body: @escaping @Sendable (any SQLConnection) throws -> Void) {
        self.body = body
    }

    /// Runs the body. What it throws is kept for the caller and thrown on, so that the transaction is rolled back.
    func run(_ connection: any SQLConnection) throws {
        do {
            try body(connection)
        } catch {
            fail(error)
            throw error
        }
    }

    /// Whether the caller is going to throw.
    var hasFailed: Bool { failure.withLock { $0 != nil } }

    /// Makes the caller throw.
    func fail(_ error: any Error) {
        failure.withLock { if $0 == nil { $0 = error } }
    }

    /// Throws what the body threw, or what kept its transaction from being committed.
    func check() throws {
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
