import Dispatch
import Foundation

/// SIGINT and SIGTERM: what people and service managers end a program with.
enum TerminationSignals {
    /// Hands each of the signals to a handler, on a queue, while the body runs; afterwards they end the process again.
    ///
    /// A handler that runs when the body ends is waited for: it may be ending the process, and then nothing may follow.
    static func heeded<Value>(by heed: @escaping @Sendable (Int32) -> Void, while body: () async throws -> Value) async rethrows -> Value {
        let numbers = [SIGINT, SIGTERM]
        // Side by side: a handler that waits for a terminal must not keep the next signal from being heeded.
        let queue = DispatchQueue(label: "termination-signals", attributes: .concurrent)
        let sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { heed(number) }
            source.resume()
            return source
        }
        defer { for number in numbers { signal(number, SIG_DFL) } }
        func end() async {
            for source in sources { source.cancel() }
            await withCheckedContinuation { handled in queue.async(flags: .barrier) { handled.resume() } }
        }
        do {
            let value = try await body()
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }
}
