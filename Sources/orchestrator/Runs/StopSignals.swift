import AgentOrchestrator
import Foundation
import Synchronization

/// SIGINT and SIGTERM: the first stops the run cleanly, the second ends everything at once.
final class StopSignals: Sendable {
    private let stop: StopSignal
    private let running: RunningExecution
    private let first = Mutex<Int32?>(nil)

    init(stop: StopSignal, running: RunningExecution) {
        self.stop = stop
        self.running = running
    }

    /// The signal that stopped the run; `nil` where none did.
    var received: Int32? { first.withLock { $0 } }

    /// Heeds the signals while the body runs.
    func handled<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        try await TerminationSignals.heeded(by: { self.heed($0) }, while: body)
    }

    private func heed(_ number: Int32) {
        let isFirst = first.withLock { first in
            defer { first = first ?? number }
            return first == nil
        }
        guard isFirst else {
            // First, for the end of the agent is the end of the picture, too, and this process must not end in the middle of that.
            LiveTerminal.leave()
            // Nothing is lost: the run goes on from here like after any crash.
            if let execution = running.id { OrphanReaper.endProcesses(carrying: execution.description) }
            Console.error("\nended at once; the run can be resumed")
            _exit(128 + number)
        }
        Console.error("\nstopping: the agent is being ended (once more ends at once)")
        stop.stop()
    }
}
