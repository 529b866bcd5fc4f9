internal import OrchestratorDatabase
internal import OrchestratorModel

/// A run without its findings, and how many there are of them: what reports begin with.
struct RunOutline: Sendable {
    /// The run. Findings are no part of it, whether there are any or not.
    private(set) var document: RunDocument
    private var reports: [Execution.ID: SeverityCounts] = [:]
    private var foundByPhase: [Phase.ID: Found] = [:]

    /// What became of findings, each counted once however many passes reported it.
    struct Found: Sendable {
        private var counts: [TrackedFinding.State: Int] = [:]

        init(_ states: some Sequence<TrackedFinding.State> = []) {
            for state in states { add(state) }
        }

        var count: Int { counts.values.reduce(0, +) }
        var unresolved: Int { TrackedFinding.State.unresolved.reduce(0) { $0 + self[$1] } }

        subscript(_ state: TrackedFinding.State) -> Int { counts[state] ?? 0 }

        mutating func add(_ state: TrackedFinding.State) { counts[state, default: 0] += 1 }

        mutating func add(_ other: Found) { counts.merge(other.counts, uniquingKeysWith: +) }
    }

    /// The outline of a whole run.
    init(_ document: RunDocument) {
        self.document = document
        for (index, phase) in document.phases.enumerated() {
            foundByPhase[phase.phase.id] = Found(phase.findingStates)
            for (pass, execution) in phase.executions.enumerated() {
                reports[execution.execution.id] = SeverityCounts(execution.findings.map(\.severity))
                self.document.phases[index].executions[pass].findings = []
            }
        }
    }

    /// Reads a run, or one phase of it. What became of its findings is to be told by ``tell(_:of:)``.
    ///
    /// - Throws: ``StateError/notFound(_:_:)``.
    init(of run: Run.ID, phase: Int?, _ connection: any SQLConnection) throws {
        guard let row = try connection.find(ConfiguredRun.self, where: "run_id = \(run)") else {
            throw StateError.notFound(.run, run.description)
        }
        var phases = try connection.phaseDocuments(of: run, includingFindings: false)
        var artifacts = try connection.findAll(Artifact.self, where: "run_id = \(run)", orderedBy: "artifact_id")
        if let phase {
            phases = phases.filter { $0.phase.number == phase }
            guard let chosen = phases.first else { throw StateError.notFound(.phase, String(phase)) }
            artifacts = artifacts.filter { $0.phaseID == chosen.phase.id }
        }
        document = RunDocument(run: row.run, configuration: row.configuration, phases: phases, artifacts: artifacts)
        for execution in phases.flatMap(\.executions).map(\.execution.id) {
            reports[execution] = try connection.severityCounts(where: "execution_id = \(execution)")
        }
    }

    /// Tells what became of the findings of a phase.
    mutating func tell(_ found: Found, of phase: Phase) { foundByPhase[phase.id] = found }

    /// How many findings a pass reported.
    func counts(of execution: Execution.ID) -> SeverityCounts { reports[execution] ?? SeverityCounts() }

    /// What became of the findings of a phase.
    func found(in phase: Phase) -> Found { foundByPhase[phase.id] ?? Found() }

    /// What became of all findings.
    var found: Found { foundByPhase.values.reduce(into: Found()) { $0.add($1) } }
}
