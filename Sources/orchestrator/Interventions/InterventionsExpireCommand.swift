import AgentOrchestrator
import ArgumentParser

/// `orchestrator interventions expire [RUN]`
struct InterventionsExpireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire", abstract: "End the questions and unused answers whose time is over.",
        discussion: """
            A question that lapsed can't be answered any more and keeps no run from going on. Where an answer lapsed before a pass used it, the \
            same question is asked again. 'resume' does this too.
            """)

    @Argument(
        help: "The run: an id, a unique part of one, or 'latest'; otherwise all runs.",
        completion: .custom { words, _, _ in await RunNames.candidates(words) })
    var run: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print those that lapsed as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let state = session.state
            let id: Run.ID? = if let run { try await state.runID(named: run) } else { nil }
            let expired = try await state.expireInterventions(of: id)
            var lapsed: [ManualIntervention] = []
            for id in expired { if let intervention = try await state.intervention(id) { lapsed.append(intervention) } }
            guard !json else { return try JSONOutput.writeList("interventions", lapsed) }
            guard !lapsed.isEmpty else { return Console.output("nothing has lapsed") }
            for intervention in lapsed {
                let what = intervention.action.map { "the answer '\($0.rawValue)', which nothing had used" } ?? "a question without an answer"
                Console.output("lapsed: \(intervention.id.short), \(what)")
            }
        }
    }
}
