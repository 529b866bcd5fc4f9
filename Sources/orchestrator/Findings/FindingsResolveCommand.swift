import AgentOrchestrator
import ArgumentParser

/// `orchestrator findings resolve ID`
struct FindingsResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Mark a finding as resolved by hand.",
        discussion: "If a later pass reports it again, it is there again.")

    @Argument(help: "The finding: an id, or a unique part of one.") var finding: String
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the finding as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await session.state.findingID(named: finding)
            try await session.state.resolveFinding(id)
            guard let found = try await session.state.finding(id) else { throw StateError.notFound(.finding, finding) }
            if json {
                try JSONOutput.write(found)
            } else {
                Console.output("resolved finding \(id.short): \(Printable.escaped(found.title))")
            }
        }
    }
}
