import Dispatch
import Foundation

/// SIGINT and SIGTERM: what people and service managers end a program with.
enum TerminationSignals {
    /// Hands each of the signals to a handler, on a queue, while the body runs; afterwards they end the process again.
    static func heeded<Value>(by heed: @escaping @Sendable (Int32) -> Void, while body: () async throws -> Value) async rethrows -> Value {
        let numbers = [SIGINT, SIGTERM]
        let sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { heed(number) }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in numbers { signal(number, SIG_DFL) }
        }
        return try await body()
    }
}
