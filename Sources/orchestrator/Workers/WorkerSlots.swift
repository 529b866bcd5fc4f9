import AgentOrchestrator
import Synchronization

/// The runs that a worker carries out, and whether it takes more.
final class WorkerSlots: Sendable {
    private struct Work {
        let stop: StopSignal
        let running: RunningExecution
    }

    private struct State {
        var taken = 0
        var work: [Run.ID: Work] = [:]
        var isDraining = false
        /// Whether all runs are handed back, those that are just being taken too.
        var isOver = false
        /// Why it can't go on.
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let count: Int
    private let wake: @Sendable () -> Void

    /// - Parameter wake: Called whenever something changes that the one who takes runs waits for.
    init(_ count: Int, wake: @escaping @Sendable () -> Void) {
        self.count = count
        self.wake = wake
    }

    var isDraining: Bool { state.withLock(\.isDraining) }
    var isIdle: Bool { state.withLock { $0.taken == 0 } }
    var failure: (any Error)? { state.withLock(\.failure) }

    /// Takes all places that are free, for as many runs; `nil` where there is none, or no more runs are to be taken.
    func takeAll() -> Int? {
        state.withLock { state in
            let free = count - state.taken
            guard free > 0, !state.isDraining else { return nil }
            state.taken = count
            return free
        }
    }

    /// Gives places back for which there were no runs. Nobody is woken: there is nothing new.
    func giveBack(_ unused: Int) { state.withLock { $0.taken -= unused } }

    /// Gives the place back of a run that was carried out.
    func give() {
        state.withLock { $0.taken -= 1 }
        wake()
    }

    /// Knows a run by what ends it.
    func begin(_ run: Run.ID, _ stop: StopSignal, _ running: RunningExecution) {
        let isOver = state.withLock { state in
            state.work[run] = Work(stop: stop, running: running)
            return state.isOver
        }
        if isOver { stop.handBack() }
    }

    func end(_ run: Run.ID) { state.withLock { $0.work[run] = nil } }

    /// Takes no more runs.
    func drain() {
        state.withLock { $0.isDraining = true }
        wake()
    }

    /// Takes no more runs, since the store can't be trusted or used any more.
    func fail(_ error: any Error) {
        state.withLock { state in
            state.failure = state.failure ?? error
            state.isDraining = true
        }
        handBack()
        wake()
    }

    /// Lets all runs be handed back.
    func handBack() {
        let left = state.withLock { state in
            state.isOver = true
            return Array(state.work.values)
        }
        for work in left { work.stop.handBack() }
    }

    /// Ends every process of every run, at once.
    func endProcesses() {
        for work in state.withLock({ Array($0.work.values) }) {
            if let execution = work.running.id { OrphanReaper.endProcesses(carrying: execution.description) }
        }
    }
}
