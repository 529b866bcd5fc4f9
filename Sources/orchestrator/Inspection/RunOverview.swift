import AgentOrchestrator

/// A run on one screen.
struct RunOverview {
    static let findingLimit = 20
    private static let passLimit = 4

    let document: RunDocument
    let findings: [TrackedFinding]
    let hasMoreFindings: Bool
    /// How long it was carried out.
    let active: Duration
    let holder: LeaseHolder?
    /// Where the result is; `nil` in a directory.
    let result: ResultBranch?
    let now: Timestamp

    private var run: Run { document.run }
    private var console: Console { .outputs }

    func print() {
        Console.output(console.styled(Printable.escaped(run.title), .bold))
        printFacts()
        Console.output("")
        phaseTable.print()
        printFindings()
        for phase in document.phases where phase.phase.status == .inProgress || phase.phase.status == .failed {
            ConvergenceLines(phase: phase.phase, convergence: phase.convergence).print()
        }
        if document.phases.contains(where: { $0.interventions.contains { $0.status == .pending } }) { Console.output("") }
    }

    private func printFacts() {
        var facts: [(name: String, value: String)] = [
            ("run", run.id.description), ("status", standing), ("repository", Printable.escaped(run.repositoryPath)),
            ("branch", Printable.escaped(run.branch)),
        ]
        if let result {
            facts.append(("result", "branch \(Printable.escaped(result.name))"))
            if isPushed { facts.append(("fetch", "git fetch \(ShellWord.quoted(result.url)) \(ShellWord.quoted(result.name))")) }
        }
        if !run.labels.isEmpty {
            let labels = run.labels.sorted { $0.key < $1.key }.map { Printable.escaped("\($0.key)=\($0.value)") }
            facts.append(("labels", labels.joined(separator: ", ")))
        }
        facts.append(("created", moment(run.createdAt)))
        if let end = run.completedAt { facts.append(("ended", moment(end))) }
        if run.startedAt != nil { facts.append(("took", DurationText.text(active))) }
        if let holder { facts.append(("worker", "process \(holder.processID) on \(Printable.escaped(holder.host))")) }
        if let parent = run.parentRunID, let event = run.parentEvent {
            facts.append(("forked", "from run \(parent.short) at event \(event)"))
        }
        if let message = run.errorMessage { facts.append(("because", Printable.escaped(message))) }
        for fact in facts {
            let padding = String(repeating: " ", count: "repository".count + 2 - fact.name.count)
            Console.output(console.styled(fact.name, .dim) + padding + fact.value)
        }
    }

    /// Whether the branch of the result is there: a pass is recorded with its commit once that was pushed.
    private var isPushed: Bool { document.phases.contains { $0.executions.contains { $0.execution.headCommit != nil } } }

    private var standing: String {
        let phases = ", \(run.completedPhases) of \(run.totalPhases) phases completed"
        let stop = run.stopRequested == .none ? "" : ", asked to \(run.stopRequested.rawValue)"
        let reason = run.pauseReason.map { run.status == .paused ? ": \($0.sentence)" : "" } ?? ""
        return console.styled(run.status.rawValue, run.status.style) + phases + stop + reason
    }

    private var phaseTable: Table {
        var table = Table([.right("#"), "status", "size", "passes", .flexible("phase")])
        for phase in document.phases {
            table.add([
                Cell(phase.phase.number), phase.phase.status.cell, Cell(phase.phase.size.rawValue), Cell(passes(of: phase)),
                Cell(phase.phase.title),
            ])
        }
        return table
    }

    /// `blocked, passed`; of many passes the last ones.
    private func passes(of phase: RunDocument.PhaseDocument) -> String {
        let outcomes = phase.executions.map(\.execution.outcome)
        let shown = outcomes.suffix(Self.passLimit).joined(separator: ", ")
        return outcomes.count > Self.passLimit ? "\(outcomes.count): …, \(shown)" : shown
    }

    private func printFindings() {
        guard !findings.isEmpty else { return }
        Console.output("\n" + console.styled("unresolved findings", .dim))
        for finding in findings { FindingLines(finding, showsPhase: true).print() }
        if hasMoreFindings { Console.output("all of them: orchestrator findings \(run.id.short)") }
    }

    private func moment(_ time: Timestamp) -> String {
        "\(MomentText.date(time)) \(MomentText.timeOfDay(time)) (\(MomentText.relative(time, now: now)))"
    }
}
