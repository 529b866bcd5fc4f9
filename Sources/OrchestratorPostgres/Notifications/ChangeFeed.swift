internal import OrchestratorDatabase
internal import Synchronization

/// Tells all who wait for changes what one connection hears; it is open as long as somebody waits.
final class ChangeFeed: Sendable {
    private let hear: @Sendable () -> AsyncStream<String>
    private let state = Mutex(State())

    private struct State {
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var count = 0
        /// Hands on what is heard.
        var hearing: Task<Void, Never>?
        var isClosed = false
    }

    /// - Parameter hear: Begins to hear what is said.
    init(hear: @escaping @Sendable () -> AsyncStream<String>) { self.hear = hear }

    /// Gets an element soon after each change; several that come close together are one.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            guard !state.isClosed else { return continuation.finish() }
            state.count += 1
            let number = state.count
            state.waiting[number] = continuation
            continuation.onTermination = { [weak self] _ in self?.leave(number) }
            guard state.hearing == nil else { return }
            state.hearing = Task.detached { [weak self, hear] in
                for await _ in hear() { self?.tell() }
            }
        }
        return stream
    }

    /// Ends all waiting.
    func close() {
        let (waiting, hearing) = state.withLock { state in
            defer { (state.waiting, state.hearing, state.isClosed) = ([:], nil, true) }
            return (Array(state.waiting.values), state.hearing)
        }
        for continuation in waiting { continuation.finish() }
        hearing?.cancel()
    }

    private func leave(_ number: Int) {
        let hearing = state.withLock { state -> Task<Void, Never>? in
            state.waiting[number] = nil
            guard state.waiting.isEmpty else { return nil }
            defer { state.hearing = nil }
            return state.hearing
        }
        hearing?.cancel()
    }

    private func tell() {
        for continuation in state.withLock({ Array($0.waiting.values) }) { continuation.yield() }
    }
}
