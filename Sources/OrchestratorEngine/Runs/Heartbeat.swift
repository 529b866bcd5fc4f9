internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

/// Keeps the lease of a run, and listens for what the holder is asked to do, until it is cancelled.
struct Heartbeat: Sendable {
    let session: RunSession

    /// How often the store is asked for a stop: a pause or an abort from another process is noticed within this time.
    private static let interval = Duration.milliseconds(500)

    func beat() async {
        let clock = ContinuousClock()
        let settings = session.engine.configuration.state
        var renewed = clock.now
        let budgetEnd = await budgetEnd(clock)
        while true {
            if let budgetEnd, clock.now >= budgetEnd { session.stop.stop(.budgetExhausted) }
            guard (try? await clock.sleep(for: min(Self.interval, settings.leaseRenewal))) != nil else { return }
            do {
                if clock.now - renewed >= settings.leaseRenewal {
                    heed(try await session.state.renew(session.lease))
                    renewed = clock.now
                } else {
                    heed(try await session.state.stopRequest(of: session.run))
                }
            } catch {
                guard StateManager.mayPass(error) else { return session.stop.stop(.failed(error)) }
                // Others may be writing for long; the lease is good for a while yet. What has to be ended takes its time too.
                guard clock.now - renewed > settings.leaseTTL / 2 else { continue }
                return session.stop.stop(
                    .failed(EngineError.notRenewed(session.run, reason: String(describing: error))))
            }
        }
    }

    private func heed(_ request: Run.StopRequest) {
        switch request {
        case .none: break
        case .pause: session.stop.stop(.pause)
        case .abort: session.stop.stop(.abort)
        }
    }

    private func budgetEnd(_ clock: ContinuousClock) async -> ContinuousClock.Instant? {
        guard let budget = session.engine.configuration.execution.budget.maxDuration else { return nil }
        let granted = try? await session.state.interventions(of: session.run)
            .last { $0.reason == .budgetExhausted && $0.status == .resolved }?.resolvedAt
        let used = (try? await session.state.activeTime(of: session.run, since: granted)) ?? .zero
        return clock.now + (budget - used)
    }
}
