import AgentOrchestrator
import ArgumentParser

/// `orchestrator findings RUN`
struct FindingsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the findings of a run: those not resolved, each once, unless asked for others.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: "Only findings of the phase with this number.") var phase: Int?
    @Option(name: .long, help: "Only findings of this severity; may be repeated.") var severity: [Severity] = []
    @Option(name: .long, help: "Only findings in this state; may be repeated.") var state: [TrackedFinding.State] = []
    @Flag(name: .long, help: "All findings of all passes, also those that are fixed.") var all = false
    @Flag(name: .long, help: "With the evidence.") var details = false
    @Option(name: .long, help: "At most that many.") var limit = 100
    @Option(name: .long, help: ArgumentHelp("Only what comes after this finding.", valueName: "finding")) var after: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the findings as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let run = try await target.find(in: session.state)
            if let phase, !(try await session.state.phases(of: run.id).contains { $0.number == phase }) {
                throw Failure(.notFound, "run \(run.id.short) has no phase \(phase): its phases are 1 to \(run.totalPhases)")
            }
            let filter = TrackedFindingFilter(
                run: run.id, phaseNumber: phase, severities: severity.isEmpty ? nil : severity, states: states,
                includesEarlierReports: all, limit: limit, after: try await cursor(session.state))
            let (findings, next) = try await session.state.trackedFindings(filter)
            if json {
                try JSONOutput.writeList("findings", findings.map(TrackedFindingDocument.init), next: next?.description)
            } else {
                try print(findings, next, of: run)
                try await printConvergence(of: run, session.state)
            }
        }
    }

    private var states: [TrackedFinding.State]? {
        if !state.isEmpty { return state }
        return all ? nil : TrackedFinding.State.unresolved
    }

    private func cursor(_ state: StateManager) async throws -> Finding.ID? {
        guard let after else { return nil }
        return try await state.findingID(named: after)
    }

    /// How the phases came here: those that had more than one verified pass.
    private func printConvergence(of run: Run, _ state: StateManager) async throws {
        for phase in try await state.phases(of: run.id) where self.phase == nil || self.phase == phase.number {
            ConvergenceLines(phase: phase, convergence: try await state.convergence(of: phase.id)).print()
        }
    }

    private func print(_ findings: [TrackedFinding], _ next: Finding.ID?, of run: Run) throws {
        guard !findings.isEmpty else {
            let isFiltered = phase != nil || !severity.isEmpty || !state.isEmpty || after != nil
            Console.output(
                all || isFiltered
                    ? "no such findings in run \(run.id.short)"
                    : "no unresolved findings in run \(run.id.short); '--all' shows those of all passes")
            return
        }
        for finding in findings { FindingLines(finding, showsPhase: true, showsDetails: details).print() }
        if let next { Console.output("more: \(NextPage.command(after: next.short))") }
    }
}
