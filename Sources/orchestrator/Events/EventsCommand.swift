import AgentOrchestrator
import ArgumentParser

/// `orchestrator events RUN`
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Print the history of a run, and follow it.",
        discussion: "With --follow, new events are printed until the run ends; with --json too, one event a line.")

    @OptionGroup var target: RunArgument
    @Option(name: .long, help: ArgumentHelp("Only events after the one with this number.", valueName: "number")) var after = 0
    @Option(name: .long, help: "At most that many.") var limit: Int?
    @Flag(name: .long, help: "Go on with new events as they are written.") var follow = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the events as JSON.") var json = false

    func validate() throws {
        if after < 0 { throw ValidationError("--after must not be negative") }
        if let limit, limit < 1 { throw ValidationError("--limit must be greater than 0") }
        if follow && limit != nil { throw ValidationError("--follow has no --limit") }
    }

    func run() async throws {
        try await Session.with(options) { session in
            let id = try await target.id(in: session.state)
            guard !follow else { return try await EventFollowing(state: session.state, run: id, json: json).follow(after: after) }
            let (events, hasMore) = try await page(of: id, session.state)
            guard !json else {
                return try JSONOutput.writeList("events", events, next: hasMore ? events.last.map { String($0.sequence) } : nil)
            }
            guard !events.isEmpty else { return Console.output("no events after \(after) in run \(id.short)") }
            var lines = EventLines(state: session.state, run: id)
            for event in events { try await lines.print(event) }
            if hasMore, let last = events.last { Console.output("more: \(NextPage.command(after: String(last.sequence)))") }
        }
    }

    private func page(of run: Run.ID, _ state: StateManager) async throws -> (events: [Event], hasMore: Bool) {
        var events: [Event] = []
        while true {
            let missing = limit.map { $0 + 1 - events.count } ?? .max
            let more = try await state.events(of: run, after: events.last?.sequence ?? after, limit: min(1000, missing))
            events += more
            if let limit, events.count > limit { return (Array(events.prefix(limit)), true) }
            if more.isEmpty { return (events, false) }
        }
    }
}
