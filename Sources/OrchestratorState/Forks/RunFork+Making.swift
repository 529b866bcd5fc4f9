internal import OrchestratorModel

extension RunFork {
    /// - Parameters:
    ///   - origin: The parent as it was. Its findings are not looked at.
    ///   - beginnings: The numbers of the events with which its passes began: the clocks of those who made them may differ.
    ///   - files: The parent's artifacts as they are now: what has become of their files is told by no event.
    ///   - firstCommit: The commit on which the parent's first pass began, whenever that was.
    init(of origin: RunDocument, beginnings: [Execution.ID: Int], files: [Artifact.ID: Artifact], firstCommit: String?, at now: Timestamp) {
        var copy = ForkedEntities(of: origin.run.id, at: now)
        let phases = origin.phases.map { copy.phase($0) }
        let kept = origin.artifacts.filter { copy.keeps($0) }
        let artifacts = copy.artifacts(kept, files: files, origin)
        document = RunDocument(
            run: copy.run(origin.run, completed: phases.count { $0.phase.status == .completed }), configuration: origin.configuration,
            phases: phases.map { copy.referringToArtifacts($0) }, artifacts: artifacts.map(\.copy))
        sources = Dictionary(artifacts.map { ($0.copy.id, $0.original) }) { first, _ in first }
        passes = copy.executions
        parent = origin.run.id
        event = origin.run.lastEvent
        let ordered = origin.passes(inTheOrderOf: beginnings)
        commit = Self.commit(after: ordered) ?? firstCommit
        leftOut = origin.passes.filter { !$0.execution.isTakenOver }.map(\.pass)
        uncommitted = ordered.last(where: \.execution.isTakenOver).flatMap { $0.execution.changesDigest == nil ? nil : $0.pass }
    }

    /// Where the checkout stood. A pass that is not taken over has changed nothing that counts; and on the branch of a phase that is not
    /// completed nothing counts yet.
    private static func commit(after passes: [RunDocument.Pass]) -> String? {
        guard let last = passes.last else { return nil }
        if last.execution.mode == .branch, last.status != .completed {
            return passes.first { $0.pass.phaseNumber == last.pass.phaseNumber }?.execution.baseCommit
        }
        return last.execution.isTakenOver ? last.execution.headCommit ?? last.execution.baseCommit : last.execution.baseCommit
    }
}

extension RunDocument {
    fileprivate typealias Pass = (pass: RunFork.Pass, execution: Execution, status: Phase.Status)

    /// All passes as they began. Those that one event told of, such as that of a fork, by their times.
    fileprivate func passes(inTheOrderOf beginnings: [Execution.ID: Int]) -> [Pass] {
        func place(_ pass: Pass) -> (Int, Timestamp, Int) { (beginnings[pass.execution.id] ?? 0, pass.execution.startedAt, pass.pass.passNumber) }
        return passes.sorted { place($0) < place($1) }
    }

    /// All passes, by phase and number.
    fileprivate var passes: [Pass] {
        phases.flatMap { phase in
            phase.executions.map { execution in
                let pass = RunFork.Pass(phaseNumber: phase.phase.number, passNumber: execution.execution.passNumber)
                return (pass, execution.execution, phase.phase.status)
            }
        }
    }
}

extension Execution {
    /// Whether a fork takes the pass over: it had ended, and what it left needed no checks any more.
    var isTakenOver: Bool { status != .running && verification != .pending }
}
