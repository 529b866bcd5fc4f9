internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

/// Keeps the lease of a run, and listens for what the holder is asked to do, until it is cancelled.
struct Heartbeat: Sendable {
    let session: RunSession
    private let clock = ContinuousClock()
    private let renewal: LastRenewal

    /// How often the store is asked for a stop where nothing tells of one: a pause or an abort from another process is noticed within this time,
    /// and so is a lease that another process has taken.
    private static let interval = Duration.milliseconds(500)
    /// The least time between two looks that changes have caused.
    private static let gap = Duration.milliseconds(100)

    init(session: RunSession) {
        self.session = session
        renewal = LastRenewal(at: clock.now)
    }

    func beat() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await renew() }
            group.addTask { await watch() }
            group.addTask { await listen() }
        }
    }

    private func renew() async {
        let settings = session.engine.configuration.state
        let budgetEnd = await budgetEnd()
        while true {
            if let budgetEnd, clock.now >= budgetEnd { session.stop.stop(.budgetExhausted) }
            guard (try? await clock.sleep(for: min(Self.interval, settings.leaseRenewal))) != nil else { return }
            let begun = clock.now
            do {
                if begun - renewal.begun >= settings.leaseRenewal {
                    heed(try await session.state.renew(session.lease))
                    renewal.renewed(at: begun)
                } else {
                    heed(try await session.state.stopRequest(for: session.lease))
                }
            } catch {
                guard StateManager.mayPass(error) else { return session.stop.stop(.failed(error)) }
                // Others may be writing for long; the lease is good for a while yet. What has to be ended takes its time too.
                guard clock.now - renewal.begun > settings.leaseTTL / 2 else { continue }
                return session.stop.stop(.failed(EngineError.notRenewed(session.run, reason: String(describing: error))))
            }
        }
    }

    /// Looks for a stop as soon as something was committed.
    private func listen() async {
        // Of a run that is over soon nobody asks anything.
        guard (try? await clock.sleep(for: Self.gap)) != nil else { return }
        for await _ in session.state.changes() {
            do {
                heed(try await session.state.stopRequest(for: session.lease))
            } catch {
                guard StateManager.mayPass(error) else { return session.stop.stop(.failed(error)) }
            }
            // What this process writes itself wakes it too.
            guard (try? await clock.sleep(for: Self.gap)) != nil else { return }
        }
    }

    /// Looks whether the lease is still being renewed: a renewal may wait, for another process that was stopped in the middle of a write.
    private func watch() async {
        let settings = session.engine.configuration.state
        var looked = clock.now
        while true {
            guard (try? await clock.sleep(for: min(Self.interval, settings.leaseRenewal))) != nil else { return }
            let before = looked
            looked = clock.now
            // This process itself, or the machine, was stopped: whoever renews hears now what became of the lease.
            guard looked - before < Self.interval * 4 else { continue }
            guard looked - renewal.begun > settings.leaseTTL / 2 else { continue }
            return session.stop.stop(.failed(EngineError.notRenewed(session.run, reason: "the store does not answer")))
        }
    }

    private func heed(_ request: Run.StopRequest) {
        switch request {
        case .none: break
        case .pause: session.stop.stop(.pause)
        case .abort: session.stop.stop(.abort)
        }
    }

    private func budgetEnd() async -> ContinuousClock.Instant? {
        guard let budget = session.engine.configuration.execution.budget.maxDuration else { return nil }
        let granted = try? await session.state.interventions(of: session.run)
            .last { $0.reason == .budgetExhausted && $0.status == .resolved }?.resolvedAt
        let used = (try? await session.state.activeTime(of: session.run, since: granted)) ?? .zero
        return clock.now + (budget - used)
    }
}
