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
    /// The directory for clones of repositories that are named by URLs; `nil` where there is none.
    let clones: String?
    /// Gets what goes on.
    let report: @Sendable (Activity) -> Void

    /// An engine.
    ///
    /// - Parameters:
    ///   - state: The store.
    ///   - configuration: The settings: those the run was created with, and where the store is now.
    ///   - environment: The environment that agents and checks inherit from.
    ///   - clones: A directory for clones of repositories that are named by URLs; it is made when it is needed. Without one such runs are refused.
    ///   - report: Gets what goes on, in order, on any thread; it should return soon.
    public init(
        state: StateManager, configuration: Configuration, environment: [String: String], clones: String? = nil,
        report: @escaping @Sendable (Activity) -> Void = { _ in }
    ) {
        self.state = state
        self.configuration = configuration
        self.environment = environment
        self.clones = clones
        self.report = report
    }

    /// Carries a run out until it is completed, waits for a human, or is stopped.
    ///
    /// A run that is `planning` begins, and with `resuming` a paused one goes on, as it is claimed; otherwise it must be `executing`. Everything is recorded before it is acted upon, so that the process may die at any moment and the call
    /// may be made again, by any process.
    /// - Parameters:
    ///   - id: The run.
    ///   - stop: Stops it from outside: the agent is ended and the run is paused.
    ///   - resuming: Whether a paused run goes on; its questions must be answered.
    /// - Returns: The run as it is afterwards: completed, paused, failed or aborted.
    /// - Throws: ``StateError/leaseHeld(_:by:)`` while another process carries it out; ``EngineError``; what the store throws. Where trying again would
    ///   not help, the run is paused with that reason before.
    public func carryOut(_ id: Run.ID, stop: StopSignal = StopSignal(), resuming: Bool = false) async throws -> Run {
        let owner = String(UInt64.random(in: .min ... .max), radix: 16)
        let (lease, _) = try await state.claimRun(
            id, owner: owner, timeToLive: configuration.state.leaseTTL, beginningFrom: resuming ? [.planning, .paused] : [.planning])
        return try await carryOut(lease, stop, tellsRefusal: true)
    }

    /// Carries a run out that a worker has claimed, until it is completed, waits for a human, is stopped, or is handed back.
    ///
    /// What keeps the run from being carried out here at all, such as a checkout that is gone, pauses it for a human: nobody waits at this
    /// worker's terminal, and the next worker would fare no better.
    /// - Parameters:
    ///   - claimed: The run and its lease, which is given back at the end.
    ///   - stop: Stops it from outside, or lets it be handed back.
    /// - Returns: The run as it is afterwards: completed, paused, failed, aborted, or executing where it was handed back.
    /// - Throws: ``StateError/leaseLost(_:)`` where another worker has taken it over; ``EngineError``; what the store throws.
    public func carryOut(_ claimed: ClaimedRun, stop: StopSignal = StopSignal()) async throws -> Run {
        try await carryOut(claimed.lease, stop, tellsRefusal: false)
    }

    /// - Parameter tellsRefusal: Whether what keeps the run from being carried out is thrown too, once the run is paused for it.
    private func carryOut(_ lease: Lease, _ stop: StopSignal, tellsRefusal: Bool) async throws -> Run {
        defer { if let clones { Clone.remove(lease, in: clones) } }
        do {
            try await RunSession(engine: self, lease: lease, stop: stop).carryOut()
        } catch {
            if tellsRefusal {
                // What kept the run from being carried out is the answer, not what kept that from being written.
                _ = try? await pause(lease, because: error)
            } else if try await pause(lease, because: error) {
                return try await left(lease)
            }
            try? await state.release(lease)
            throw error
        }
        return try await left(lease)
    }

    /// Pauses the run where trying again would not help, so that no worker takes it again and again, and its reason is known wherever it is looked at.
    ///
    /// - Returns: Whether it is paused.
    private func pause(_ lease: Lease, because error: any Error) async throws -> Bool {
        guard let sentence = Self.refusal(error) else { return false }
        try await state.pauseRun(lease.run, reason: .criticalError, message: TextCut.head(sentence, atMost: Limits.text), lease: lease)
        return true
    }

    /// Gives the lease back and says how the run stands.
    private func left(_ lease: Lease) async throws -> Run {
        // With a run that has ended its lease has too.
        if let run = try await state.run(lease.run), Run.transitions.isFinal(run.status) { return run }
        try await state.release(lease)
        guard let run = try await state.run(lease.run) else { throw StateError.notFound(.run, lease.run.description) }
        return run
    }

    /// Why the run can't be carried out, where trying again would not help.
    private static func refusal(_ error: any Error) -> String? {
        switch error {
        case EngineError.repository(let sentence): sentence
        case let error as EngineError:
            switch error {
            case .elsewhere, .lost: error.description
            case .repository, .notRenewed, .occupied: nil
            }
        case GitError.stopped: nil
        case let error as GitError: error.description
        case let error as ArtifactError: error.description
        default: nil
        }
    }

    /// Where the program itself writes. None of it is the work of an agent.
    var ownPaths: [String] { configuration.ownPaths + [clones].compactMap(\.self) }
}
