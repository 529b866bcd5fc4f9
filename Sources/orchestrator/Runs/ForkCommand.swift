import AgentOrchestrator
import ArgumentParser

/// `orchestrator fork RUN --at SEQ`
struct ForkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork", abstract: "Make a run that goes on from where another one stood after one of its events.",
        discussion: """
            Phases, specs and verified passes up to there are taken over, with their findings and artifacts; the run they come from stays as it \
            is. The new run is paused, on a branch of its own at the commit recorded there: 'resume' continues it. 'events' numbers the events.
            """)

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: ArgumentHelp("The number of the event.", valueName: "number")) var at: Int
    @Option(name: .long, help: "The branch to work on: an existing one, or the name of the one to make.") var branch: String?
    @Flag(name: .long, help: "Only say what would be made.") var dryRun = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func validate() throws {
        if let branch, !BranchName.isValid(branch) { throw ValidationError("'\(Printable.escaped(branch))' can't be the name of a branch") }
    }

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            guard let fork = try await session.state.planFork(of: id, at: at) else { throw StateError.notFound(.run, target.run) }
            let branch = try await ForkBranch(of: fork, named: branch, prefix: session.configuration.execution.branchPrefix)
            var artifacts = fork.document.artifacts
            if !dryRun {
                let run = try await create(fork, on: branch, session.state)
                artifacts = try await session.state.artifacts(of: run.id)
            }
            let summary = ForkSummary(fork: fork, branch: branch, artifacts: artifacts, isDone: !dryRun)
            guard !json else { return JSONOutput.write(try summary.json()) }
            summary.print()
        }
    }

    /// First the branch, then the run: a branch too many does no harm.
    private func create(_ fork: RunFork, on branch: ForkBranch, _ state: StateManager) async throws -> Run {
        try await branch.make()
        do {
            return try await state.createFork(fork, branch: branch.noted)
        } catch {
            try? await branch.unmake()
            throw error
        }
    }
}
