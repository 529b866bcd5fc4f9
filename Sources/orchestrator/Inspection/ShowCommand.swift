import AgentOrchestrator
import ArgumentParser

/// `orchestrator show RUN`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run: its phases with their passes, what is unresolved, and what waits for you.")

    @OptionGroup var target: RunArgument
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the run with phases, executions, findings and artifacts as one JSON document.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            guard let document = try await session.state.document(of: id) else { throw StateError.notFound(.run, target.run) }
            guard !json else { return try JSONOutput.write(document) }
            let page = try await session.state.trackedFindings(
                TrackedFindingFilter(run: id, states: TrackedFinding.State.unresolved, limit: RunOverview.findingLimit))
            let overview = RunOverview(
                document: document, findings: page.findings, hasMoreFindings: page.next != nil,
                active: try await session.state.activeTime(of: id), holder: try await session.state.holder(of: id),
                now: session.state.clock.now)
            overview.print()
            try await Questions(session: session, run: id).print(to: Console.outputs)
        }
    }
}
