import AgentOrchestrator
import ArgumentParser

/// `orchestrator show RUN`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run: its phases with their passes, what is unresolved, and what waits for you.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: ArgumentHelp("Show it as it was after the event with this number.", valueName: "number")) var at: Int?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the run with phases, executions, findings and artifacts as one JSON document.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            if let at { return try await show(id, at: at, session) }
            guard let document = try await session.state.document(of: id) else { throw StateError.notFound(.run, target.run) }
            let result = result(of: document, session)
            guard !json else { return try write(document, result) }
            let page = try await session.state.trackedFindings(
                TrackedFindingFilter(run: id, states: TrackedFinding.State.unresolved, limit: RunOverview.findingLimit))
            let overview = RunOverview(
                document: document, findings: page.findings, hasMoreFindings: page.next != nil,
                active: try await session.state.activeTime(of: id), holder: try await session.state.holder(of: id),
                result: result, now: session.state.clock.now)
            overview.print()
            try await Questions(session: session, run: id).print(to: Console.outputs)
        }
    }

    /// The run as its events tell that it was.
    private func show(_ id: Run.ID, at sequence: Int, _ session: Session) async throws {
        let state = session.state
        guard let document = try await state.document(of: id, at: sequence, includingEvents: !json) else {
            throw StateError.notFound(.run, target.run)
        }
        let result = result(of: document, session)
        guard !json, let event = document.events?.last else { return try write(document, result) }
        let findings = document.trackedFindings().filter { TrackedFinding.State.unresolved.contains($0.state) }
        let last = try await state.run(id)?.lastEvent ?? sequence
        Console.output(Console.outputs.styled("as it was after event \(sequence) of \(last): \(event.kind.rawValue)", .yellow))
        RunOverview(
            document: document, findings: Array(findings.prefix(RunOverview.findingLimit)),
            hasMoreFindings: findings.count > RunOverview.findingLimit, active: document.activeTime(at: event.time), holder: nil,
            result: result, now: state.clock.now
        ).print()
        for phase in document.phases {
            for question in phase.interventions where question.status == .pending {
                Console.output("? phase \(phase.phase.number) '\(Printable.escaped(phase.phase.title))': \(question.reason.sentence)")
            }
        }
    }

    private func result(of document: RunDocument, _ session: Session) -> ResultBranch? {
        ResultBranch(of: document.run, configuration: document.configuration, present: session.configuration.execution.branchPrefix)
    }

    private func write(_ document: RunDocument, _ result: ResultBranch?) throws {
        guard case .object(var members) = try JSONOutput.value(document) else { return }
        members["result_branch"] = result.map { .string($0.name) } ?? .null
        JSONOutput.write(.object(members))
    }
}
