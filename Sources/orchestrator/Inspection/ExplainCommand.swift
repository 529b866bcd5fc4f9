import AgentOrchestrator
import ArgumentParser

/// `orchestrator explain RUN`
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a run does not move, and what may be done about it.")

    @OptionGroup var target: RunArgument
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let standing = try await RunStanding(try await target.find(in: session.state), in: session.state, explaining: true)
            let explanation = Explanation(standing)
            guard !json else { return JSONOutput.write(try explanation.json()) }
            let console = Console.outputs
            let run = standing.run
            Console.output(
                "run \(console.styled(run.id.short, .bold)) is \(console.styled(run.status.rawValue, run.status.style)): "
                    + Printable.escaped(run.title))
            for reason in explanation.reasons { Console.output("- \(reason)") }
            let legal = explanation.legal.map(\.rawValue)
            Console.output(
                legal.isEmpty ? "nothing may follow '\(run.status.rawValue)'" : "it may become: \(legal.joined(separator: ", "))")
            Console.output("")
            ShellCommand.print(explanation.commands, to: console)
        }
    }
}
