import AgentOrchestrator
import Foundation

/// One run that a worker has claimed, carried out with the run's own settings.
struct ClaimedWork: Sendable {
    let claimed: ClaimedRun
    let session: Session
    let report: WorkerReport
    let stop = StopSignal()
    let running = RunningExecution()

    /// The actor of what workers of this process do.
    static var actor: Actor { Actor(.worker, "\(ProcessInfo.processInfo.hostName):\(getpid())") }

    func carryOut() async throws {
        let run = claimed.run
        let again = claimed.lease.epoch > 1 ? " again" : ""
        report.tell(.claimed, "taken\(again): \(Printable.escaped(run.title))", run: run)
        guard let own = try await ownSession() else { return }
        let state = own.state.acting(as: Self.actor)
        let running = running
        let left = try await Showing.activities(to: report.view(of: run, in: state)) { show in
            let engine = RunEngine(
                state: state, configuration: own.configuration, environment: ProcessInfo.processInfo.environment, clones: session.clones
            ) { activity in
                running.note(activity)
                activity.log(of: run.id)
                show(activity)
            }
            return try await engine.carryOut(claimed, stop: stop)
        }
        report.tell(left: left)
    }

    /// The session by the run's own settings; where this version does not accept them the run is paused, for no worker could go on.
    private func ownSession() async throws -> Session? {
        do {
            return session.going(by: try await RunSettings(of: claimed.run, in: session.state, session.loaded).effective)
        } catch let failure as Failure {
            let state = session.state.acting(as: Self.actor)
            try await state.pauseRun(claimed.run.id, reason: .criticalError, message: failure.message, lease: claimed.lease)
            try await state.release(claimed.lease)
            if let run = try await state.run(claimed.run.id) { report.tell(left: run) }
            return nil
        }
    }
}
