public import OrchestratorConfiguration
public import OrchestratorModel
public import OrchestratorState

/// Carries runs out: phase by phase, agent, verification, gate, next pass.
public struct RunEngine: Sendable {
    /// The store.
    let state: StateManager
    /// The settings of the run.
    let configuration: Configuration
    /// The environment that agents and checks inherit from.
    let environment: [String: String]
    /// Gets what goes on.
    let report: @Sendable (Activity) -> Void

    /// An engine.
    ///
    /// - Parameters:
    ///   - state: The store.
    ///   - configuration: The settings: those the run was created with, and where the store is now.
    ///   - environment: The environment that agents and checks inherit from.
    ///   - report: Gets what goes on, in order, on any thread; it should return soon.
    public init(
        state: StateManager, configuration: Configuration, environment: [String: String],
        report: @escaping @Sendable (Activity) -> Void = { _ in }
    ) {
        self.state = state
        self.configuration = configuration
        self.environment = environment
        self.report = report
    }

    /// Carries a run out until it is completed, waits for a human, or is stopped.
    ///
    /// The run must be `executing`. Everything is recorded before it is acted upon, so that the process may die at any moment and the call
    /// may be made again, by any process.
    /// - Parameters:
    ///   - id: The run.
    ///   - stop: Stops it from outside: the agent is ended and the run is paused.
    /// - Returns: The run as it is afterwards: completed, paused, failed or aborted.
    /// - Throws: ``StateError/leaseHeld(_:by:)`` while another process carries it out; ``EngineError``; what the store throws.
    public func carryOut(_ id: Run.ID, stop: StopSignal = StopSignal()) async throws -> Run {
        let owner = String(UInt64.random(in: .min ... .max), radix: 16)
        let (lease, _) = try await state.claimRun(id, owner: owner, timeToLive: configuration.state.leaseTTL)
        let session = RunSession(engine: self, lease: lease, stop: stop)
        do {
            try await session.carryOut()
        } catch {
            try? await state.release(lease)
            throw error
        }
        try await state.release(lease)
        guard let run = try await state.run(id) else { throw StateError.notFound(.run, id.description) }
        return run
    }
}
