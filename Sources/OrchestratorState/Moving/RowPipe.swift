internal import Dispatch
internal import OrchestratorDatabase
internal import OrchestratorModel
internal import Synchronization

/// Carries rows from a body that reads one database to a body that writes another, on two threads. Neither can await: both wait for each other
/// here, a few batches apart.
final class RowPipe: Sendable {
    /// What goes through.
    enum Batch: Sendable {
        /// Rows of a table, the values in the order of inserts.
        case rows(table: Int, [[SQLValue]])
        /// A piece of the content of an artifact.
        case content(Artifact.ID, number: Int, [UInt8])
    }

    /// The other side is gone.
    struct Broken: Error {}

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)

    private struct State {
        var isTaken = false
        var batches: [Batch] = []
        var isEnded = false
        var isBroken = false
    }

    init() {
        // Not its first value: a semaphore must not be let go while it is lower than that.
        for _ in 0..<8 { room.signal() }
    }

    /// Whether the caller is the first to receive: what has gone through does not come again.
    func take() -> Bool {
        state.withLock { state in
            defer { state.isTaken = true }
            return !state.isTaken
        }
    }

    /// Hands a batch over, and waits while there are many.
    func send(_ batch: Batch) throws {
        room.wait()
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            state.batches.append(batch)
        }
        filled.signal()
    }

    /// All was sent.
    func end() {
        state.withLock { $0.isEnded = true }
        filled.signal()
    }

    /// One side has failed: the other is not to wait for it.
    func breakOff() {
        state.withLock { $0.isBroken = true }
        room.signal()
        filled.signal()
    }

    /// The next batch; `nil` when there are no more.
    func receive() throws -> Batch? {
        filled.wait()
        let batch: Batch? = try state.withLock { state in
            if state.isBroken { throw Broken() }
            if !state.batches.isEmpty { return state.batches.removeFirst() }
            precondition(state.isEnded, "there was a signal for nothing")
            return nil
        }
        room.signal()
        return batch
    }

    /// Does one side's part; where that fails, the other side is not to wait for it.
    func breakingOff<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            breakOff()
            throw error
        }
    }

    /// Sends all that the body sends, and says that there is no more.
    func ending<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            let value = try body()
            end()
            return value
        } catch {
            breakOff()
            throw error
        }
    }
}
