import AgentOrchestrator

/// Lets a run go on that is there already: what `resume` does, and `run` where its key was used before.
struct GoingOn {
    let session: Session
    let json: Bool
    /// Whether the run goes on with the present configuration instead of its own.
    var usesPresentConfiguration = false

    /// Carries the run out, or says why there is nothing to carry out.
    ///
    /// - Throws: ``ExitStatus`` unless the run is completed; ``Failure`` where it can't go on.
    func goOn(_ run: Run) async throws {
        if run.status == .completed {
            Console.error("run \(run.id.short) is completed already")
            if json { try JSONOutput.writeLine(run) }
            return
        }
        try await checkCanGoOn(run)
        let settings = try await RunSettings(of: run, in: session.state, session.loaded, usesPresent: usesPresentConfiguration)
        settings.tell()
        try await settings.keep(in: session.state)
        try await CarryingOut(session: session.going(by: settings.effective), json: json).carryOut(run.id, resuming: true)
    }

    private func checkCanGoOn(_ run: Run) async throws {
        if Run.transitions.isFinal(run.status) {
            let id = run.id.short
            throw Failure(.failure, "run \(id) is \(run.status.rawValue) and can't go on\nhelp: look at it with 'orchestrator show \(id)'")
        }
        try await session.state.expireInterventions(of: run.id)
        let questions = try await session.state.interventions(of: run.id, pendingOnly: true)
        if run.status == .paused, !questions.isEmpty {
            Console.error("run \(run.id.short) waits for an answer:")
            try await Questions(session: session, run: run.id).print(to: Console.errors)
            if json { try JSONOutput.writeLine(run) }
            throw ExitStatus.paused
        }
        // Claimed, it would have become executing for nothing.
        if let other = try await session.state.occupant(besides: run.id) { throw EngineError.occupied(by: other.run, other.holder) }
    }
}
