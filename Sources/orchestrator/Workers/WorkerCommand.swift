import AgentOrchestrator
import ArgumentParser

/// `orchestrator worker`
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Claim runs and carry them out, until it is stopped.",
        discussion: """
            A worker takes the run with the highest priority, and of these the oldest: one that was submitted, one whose worker died, or one \
            whose question was answered. Any number of workers may share a store; each run is carried out by one of them at a time, and one \
            run at a time in each directory.

            SIGTERM or Ctrl-C drains: no more runs are taken, and what is not done within the grace period is handed back for another worker. \
            A second signal ends at once; nothing that was acknowledged is lost by that either.
            """)

    @Option(name: .long, help: "How many runs to carry out at the same time.") var concurrency = 1
    @Option(name: .customLong("label"), help: ArgumentHelp("Take only runs with this label; may be repeated.", valueName: "key=value"))
    var labels: [String] = []
    @Option(name: .long, help: ArgumentHelp("How long runs may go on once it drains.", valueName: "duration"))
    var gracePeriod = GracePeriod(duration: .seconds(20))
    @Flag(name: .long, help: "End as soon as there is nothing left to do.") var untilIdle = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what it does as JSON, one document a line.") var json = false

    func validate() throws {
        guard (1...256).contains(concurrency) else { throw ValidationError("--concurrency takes a number from 1 to 256") }
    }

    func run() async throws {
        let labels = try Labels.parsed(labels)
        let loaded = try Session.load(options)
        try await Session.with(loaded, .createIfMissing) { session in
            let worker = try await session.state.registerWorker(
                labels: labels, concurrency: concurrency, timeToLive: session.configuration.state.leaseTTL)
            let report = WorkerReport(worker: worker.id, json: json)
            let loop = WorkerLoop(
                session: session, worker: worker, gracePeriod: gracePeriod.duration, untilIdle: untilIdle, report: report)
            do {
                try await loop.run()
            } catch {
                try? await session.state.removeWorker(worker.id)
                throw error
            }
            try await session.state.removeWorker(worker.id)
        }
    }
}
