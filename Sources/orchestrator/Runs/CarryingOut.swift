import AgentOrchestrator
import Foundation

/// Carries a run out in this process, shows what goes on, and says at the end how it stands and what to do next.
struct CarryingOut {
    let session: Session
    let json: Bool

    /// - Throws: ``ExitStatus`` unless the run is completed.
    func carryOut(_ id: Run.ID, resuming: Bool = false) async throws {
        let stop = StopSignal()
        let running = RunningExecution()
        let view = view(of: id)
        let signals = StopSignals(stop: stop, running: running)
        let worker = Actor(.worker, "\(ProcessInfo.processInfo.hostName):\(getpid())")
        let state = session.state.acting(as: worker)
        // The signals are heeded until the view is finished: it leaves the terminal as it was.
        let run = try await signals.handled {
            try await Showing.activities(to: view) { report in
                let engine = RunEngine(
                    state: state, configuration: session.configuration, environment: ProcessInfo.processInfo.environment,
                    clones: session.clones
                ) { activity in
                    running.note(activity)
                    activity.log(of: id)
                    report(activity)
                }
                return try await engine.carryOut(id, stop: stop, resuming: resuming)
            }
        }
        try await conclude(run, signal: signals.received)
    }

    private func view(of id: Run.ID) -> any RunView {
        if json { return JSONLinesView(state: session.state, run: id) }
        if Console.outputs.isLively { return LiveView(state: session.state, run: id, console: Console.outputs) }
        return PlainView(state: session.state, run: id)
    }

    private func conclude(_ run: Run, signal: Int32?) async throws {
        if json {
            try JSONOutput.writeLine(run)
        } else {
            try await Conclusion(session: session, run: run).print()
        }
        switch run.status {
        case .completed: return
        case .paused: throw signal.map(ExitStatus.signal) ?? .paused
        case .failed, .aborted, .planning, .executing: throw ExitStatus.failure
        }
    }
}
