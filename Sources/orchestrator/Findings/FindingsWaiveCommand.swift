import AgentOrchestrator
import ArgumentParser

/// `orchestrator findings waive ID --reason TEXT`
struct FindingsWaiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waive", abstract: "Decide to live with a finding.",
        discussion: """
            It is still reported, and counts neither at the gate nor in prompts; nor does anything else with its fingerprint, now and in later \
            passes of the run.
            """)

    @Argument(help: "The finding: an id, or a unique part of one.") var finding: String
    @Option(name: .long, help: "Why: kept with the finding, and told in reports.") var reason: String
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the finding as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await session.state.findingID(named: finding)
            try await session.state.waiveFinding(id, reason: reason)
            guard let found = try await session.state.finding(id) else { throw StateError.notFound(.finding, finding) }
            if json {
                try JSONOutput.write(found)
            } else {
                Console.output("waived finding \(id.short): \(Printable.escaped(found.title))")
            }
        }
    }
}
