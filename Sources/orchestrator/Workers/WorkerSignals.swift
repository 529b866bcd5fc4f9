import AgentOrchestrator
import Dispatch
import Foundation
import Synchronization

/// SIGINT and SIGTERM for a worker: the first drains it, the second ends it at once.
final class WorkerSignals: Sendable {
    private let slots: WorkerSlots
    private let report: WorkerReport
    private let gracePeriod: Duration
    private let isDraining = Mutex(false)

    init(_ slots: WorkerSlots, gracePeriod: Duration, _ report: WorkerReport) {
        self.slots = slots
        self.gracePeriod = gracePeriod
        self.report = report
    }

    /// Heeds the signals while the body runs.
    func handled<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        try await TerminationSignals.heeded(by: { self.heed($0) }, while: body)
    }

    private func heed(_ number: Int32) {
        let isFirst = isDraining.withLock { isDraining in
            defer { isDraining = true }
            return !isDraining
        }
        guard isFirst else {
            // Nothing is lost: whoever takes the runs goes on like after any crash.
            slots.endProcesses()
            Console.error("ended at once; other workers go on with the runs")
            _exit(128 + number)
        }
        report.tell(.draining, "takes no more runs; what is not done in \(DurationText.text(gracePeriod)) is handed back")
        slots.drain()
        let slots = slots
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(gracePeriod / .milliseconds(1)))) { slots.handBack() }
    }
}
