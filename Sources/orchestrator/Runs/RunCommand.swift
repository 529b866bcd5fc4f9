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
            if isNew {
                try await begin(run, session)
            } else {
                Console.error("note: run \(run.id.short) was created with this key before")
                try await GoingOn(session: session, json: json).goOn(run)
            }
        }
    }

    private func begin(_ run: Run, _ session: Session) async throws {
        do {
            try await CarryingOut(session: session, json: json).carryOut(run.id)
        } catch let error as EngineError {
            guard let failure = Failure(error) else { throw error }
            // What nobody knows of nobody would end.
            let id = run.id.short
            throw Failure(
                failure.status,
                """
                \(error)
                help: run \(id) was created and waits: go on with 'orchestrator resume \(id)', or give it up with 'orchestrator abort \(id)'
                """)
        }
    }
}
