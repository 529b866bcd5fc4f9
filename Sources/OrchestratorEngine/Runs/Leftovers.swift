package import OrchestratorModel
package import OrchestratorState

/// What a process that carried a run out has left on this machine when it died: agents and checks of its passes, and git.
///
/// Two agents in one working tree can't be kept apart, so that whoever takes a run over, gives it up, or works where it worked ends them first.
package struct Leftovers: Sendable {
    private let run: Run.ID
    /// The latest pass at each phase that is in progress.
    private let passes: [Execution]

    /// Looks up what there may be.
    ///
    /// - Throws: What the store throws.
    init(of run: Run.ID, in state: StateManager) async throws {
        self.run = run
        var passes: [Execution] = []
        for phase in try await state.phases(of: run) where phase.status == .inProgress {
            if let last = try await state.latestExecution(of: phase.id) { passes.append(last) }
        }
        self.passes = passes
    }

    /// Ends it: agents and checks at once, then git, which gets time to take its locks away.
    ///
    /// - Returns: A sentence for each pass that had left something.
    func end() -> [String] {
        var sentences: [String] = []
        for pass in passes {
            let ended = OrphanReaper.endProcesses(carrying: pass.id.description)
            if ended > 0 { sentences.append("ended \(ended == 1 ? "1 process" : "\(ended) processes") that pass \(pass.passNumber) had left behind") }
            PassFiles.removeLeftovers(of: pass.id)
        }
        OrphanReaper.endProcesses(carrying: run.description, gracePeriod: .seconds(5))
        return sentences
    }

    /// Ends what is left of a run that nobody carries out. What a living process has started is that one's own matter.
    ///
    /// - Returns: A sentence for each pass that had left something; none where a process carries the run out.
    /// - Throws: What the store throws.
    package static func end(of run: Run.ID, in state: StateManager) async throws -> [String] {
        let leftovers = try await Leftovers(of: run, in: state)
        // Asked after the look: the passes of a process that takes the run just now are others.
        guard try await state.holder(of: run) == nil else { return [] }
        return leftovers.end()
    }
}
