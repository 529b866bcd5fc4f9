import AgentOrchestrator
import ArgumentParser

/// `orchestrator submit PLAN`
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Create a run and leave it to a worker, or to 'resume'.")

    @OptionGroup var run: RunOptions
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the run as JSON.") var json = false

    func run() async throws {
        let loaded = try Session.load(options, run.request(options))
        let creation = try await RunCreation(run, loaded, checksRepository: false)
        try await Session.with(loaded, .createIfMissing) { session in
            let (created, isNew) = try await creation.create(in: session.state, isForWorkers: true)
            guard let run = try await session.state.run(created.id) else { throw ExitStatus.failure }
            if json {
                try JSONOutput.write(run)
            } else {
                Console.output("\(isNew ? "submitted" : "already there:") run \(run.id.short): \(Printable.escaped(run.title))")
                Console.output("a worker takes it; without one, carry it out with 'orchestrator resume \(run.id.short)'")
            }
        }
    }
}
