public import ServiceLifecycle

/// A store that is open for as long as a group of services runs.
///
/// Give it to the group before the services that use the store: a group stops its services in the opposite order, so that the store is closed
/// when nobody needs it any more.
public struct StateService: Service, CustomStringConvertible {
    /// The store.
    public let state: StateManager

    /// A service over a store that is open. From now on closing it is up to the service.
    public init(_ state: StateManager) {
        self.state = state
    }

    /// What the log calls it.
    public var description: String { "store at \(state.location)" }

    /// Waits until the group is asked to stop, or the task is cancelled, and closes the store: what goes on is waited for, what comes later is
    /// refused with `DatabaseError` of kind `unavailable`.
    ///
    /// - Throws: `DatabaseError` where the store can't be closed.
    public func run() async throws {
        do {
            try await gracefulShutdown()
        } catch is CancellationError {
            // A group that may wait no longer cancels; the store is closed all the same.
        }
        try await state.close()
    }
}
