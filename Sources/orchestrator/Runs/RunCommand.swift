import AgentOrchestrator
import ArgumentParser

/// `orchestrator run PLAN`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Create a run from a plan and carry it out.",
        discussion: """
            Exit status: 0 completed, 1 failed or aborted, 2 nothing was started, 3 paused and waiting for you, 75 carried out by another \
            process, 70 the store can't be trusted or the output can't be written, 130 stopped by Ctrl-C.
            """)

    @OptionGroup var run: RunOptions
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print one event a line as JSON, and the run last.") var json = false

    func run() async throws {
        let loaded = try Session.load(options, run.request(options))
        let creation = try await RunCreation(run, loaded, checksRepository: true)
        try await Session.with(loaded, .createIfMissing) { session in
            let (run, isNew) = try await creation.create(in: session.state, isForWorkers: false)
            try await CarryingOut(session: isNew ? session : await known(run, session), json: json).carryOut(run.id)
        }
    }

    /// A run that was there already goes on with the settings it has.
    private func known(_ run: Run, _ session: Session) async throws -> Session {
        Console.error("note: run \(run.id.short) was created with this key before")
        let settings = try await RunSettings(of: run, in: session.state, session.loaded)
        settings.tell()
        return session.going(by: settings.effective)
    }
}
