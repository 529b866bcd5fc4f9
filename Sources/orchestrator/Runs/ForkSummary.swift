import AgentOrchestrator

/// What a fork takes over, and what it does not.
struct ForkSummary {
    let fork: RunFork
    let branch: ForkBranch
    /// Its artifacts: as they would be, or as they became.
    let artifacts: [Artifact]
    let isDone: Bool

    private var run: Run { fork.document.run }
    private var withoutFile: Int { artifacts.count { $0.content == .absent || $0.content == .pruned } }

    func print() {
        let verb = isDone ? "made run \(run.id.short)" : "would make a run"
        Console.output("\(verb) from run \(fork.parent.short) as it was after event \(fork.event)")
        var table = Table([.right("#"), "status", .right("passes"), .flexible("phase")])
        for phase in fork.document.phases {
            table.add([Cell(phase.phase.number), phase.phase.status.cell, Cell(phase.executions.count), Cell(phase.phase.title)])
        }
        table.print()
        Console.output(artifactLine)
        let start = branch.commit.map { "at commit \($0.prefix(12))" } ?? "at the end of branch \(Printable.escaped(branch.noted))"
        let place = branch.exists ? "which is there already" : start
        Console.output("branch: \(Printable.escaped(branch.name)), \(place)")
        for pass in fork.leftOut { Console.output("left out: phase \(pass.phaseNumber), pass \(pass.passNumber), which was not verified") }
        if let pass = fork.uncommitted {
            Console.output(
                "note: phase \(pass.phaseNumber), pass \(pass.passNumber) ended with changes that no commit holds; the branch is without them")
        }
        Console.output(isDone ? "go on with: orchestrator resume \(run.id.short)" : "nothing was made (--dry-run)")
    }

    private var artifactLine: String {
        let names = "artifacts: \(artifacts.count), as second names of the same files"
        guard withoutFile > 0 else { return names }
        let absent = withoutFile == 1 ? "1 whose file is absent" : "\(withoutFile) whose files are absent"
        return withoutFile < artifacts.count ? "\(names), but \(absent)" : "artifacts: \(absent)"
    }

    /// The form that `fork --json` prints.
    func json() throws -> JSONValue {
        [
            "run_id": isDone ? .string(run.id.description) : .null, "parent_run_id": .string(fork.parent.description),
            "parent_event": .integer(Int64(fork.event)), "branch": .string(branch.name), "commit": JSONValue(branch.commit),
            "phases": .array(
                fork.document.phases.map {
                    [
                        "number": .integer(Int64($0.phase.number)), "status": .string($0.phase.status.rawValue),
                        "passes": .integer(Int64($0.executions.count)),
                    ]
                }),
            "artifacts": JSONValue(artifacts.count), "artifacts_without_file": JSONValue(withoutFile),
            "left_out": .array(try fork.leftOut.map(JSONOutput.value)),
            "uncommitted": try fork.uncommitted.map(JSONOutput.value) ?? .null, "dry_run": .bool(!isDone),
        ]
    }
}
