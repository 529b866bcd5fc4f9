import AgentOrchestrator
import ArgumentParser

/// `orchestrator resume RUN`
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Continue a run that is executing or paused.",
        discussion: """
            A run whose process died goes on where its last acknowledged step ended: completed phases are not repeated, and an agent that was \
            cut short does not use up a retry. A paused run goes on once its questions are answered.
            """)

    @OptionGroup var target: RunArgument
    @Flag(name: .long, help: "Take a new snapshot of the configuration for this run.") var useCurrentConfig = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print one event a line as JSON, and the run last.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let run = try await target.find(in: session.state)
            let id = run.id
            switch run.status {
            case .planning: try await session.state.startRun(id)
            case .executing: break
            case .paused: try await letGoOn(run, session)
            case .completed:
                Console.error("run \(id.short) is completed already")
                return
            case .failed, .aborted:
                throw Failure(.failure, "run \(id.short) is \(run.status.rawValue) and can't go on")
            }
            if useCurrentConfig { try await session.state.setConfiguration(session.loaded.document, of: id) }
            try await CarryingOut(session: session, json: json).carryOut(id)
        }
    }

    private func letGoOn(_ run: Run, _ session: Session) async throws {
        try await session.state.expireInterventions(of: run.id)
        let questions = try await session.state.interventions(of: run.id, pendingOnly: true)
        guard questions.isEmpty else {
            Console.error("run \(run.id.short) waits for an answer:")
            try await Questions(session: session, run: run.id).print(to: Console.errors)
            throw ExitStatus.paused
        }
        try await session.state.resumeRun(run.id)
    }
}
