import AgentOrchestrator
import ArgumentParser

/// `orchestrator resume RUN`
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Continue a run that is executing or paused.",
        discussion: """
            A run whose process died goes on where its last acknowledged step ended: completed phases are not repeated, and an agent that was \
            cut short does not use up a retry. A paused run goes on once its questions are answered.

            Changed files don't keep it from going on: they may be what the run itself has left.

            A run goes on with the configuration it was started with, and what would be different now is said. Passwords, 'state' and \
            'logging' always come from the present one.
            """)

    @OptionGroup var target: RunArgument
    @Flag(name: .long, help: "Take a new snapshot of the configuration for this run.") var useCurrentConfig = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print one event a line as JSON, and the run last.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let run = try await target.find(in: session.state)
            try await GoingOn(session: session, json: json, usesPresentConfiguration: useCurrentConfig).goOn(run)
        }
    }
}
