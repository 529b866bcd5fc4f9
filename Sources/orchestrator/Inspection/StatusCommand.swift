import AgentOrchestrator
import ArgumentParser

/// `orchestrator status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What is going on now: the runs that are carried out, wait for you, or ended last.")

    @Argument(
        help: "A run, for a short form of 'show': an id, a unique part of one, or 'latest'.",
        completion: .custom { words, _, _ in await RunNames.candidates(words) })
    var run: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        if let run {
            try await Session.with(options) { try await print(run, $0.state) }
        } else {
            try await Session.withStored(options) { try await printAll($0?.state) }
        }
    }

    private func print(_ name: String, _ state: StateManager) async throws {
        guard let run = try await state.run(try await state.runID(named: name)) else { throw StateError.notFound(.run, name) }
        let standing = try await RunStanding(run, in: state)
        if json {
            JSONOutput.write(try standing.json())
        } else {
            Console.outputs.write(StandingLines(standing: standing, console: .outputs).text)
        }
    }

    private func printAll(_ state: StateManager?) async throws {
        let groups: [(name: String, statuses: [Run.Status], limit: Int)] = [
            ("executing", [.executing, .planning], 50), ("paused", [.paused], 50), ("ended", [.completed, .failed, .aborted], 5),
        ]
        var standings: [(name: String, runs: [RunStanding])] = []
        for group in groups {
            let filter = RunFilter(statuses: group.statuses, limit: group.limit)
            var runs: [RunStanding] = []
            if let state {
                for run in try await state.runs(filter).runs { runs.append(try await RunStanding(run, in: state)) }
            }
            standings.append((group.name, runs))
        }
        if json {
            let members = try standings.map { ($0.name, JSONValue.array(try $0.runs.map { try $0.json() })) }
            return JSONOutput.write(.object(Dictionary(members, uniquingKeysWith: { first, _ in first })))
        }
        printGroups(standings.filter { !$0.runs.isEmpty })
    }

    private func printGroups(_ groups: [(name: String, runs: [RunStanding])]) {
        guard !groups.isEmpty else { return Console.output("no runs yet; 'orchestrator run PLAN' makes the first") }
        let console = Console.outputs
        for (index, group) in groups.enumerated() {
            if index > 0 { Console.output("") }
            Console.output(console.styled(group.name, .dim))
            for standing in group.runs { console.write(StandingLines(standing: standing, console: console).text) }
        }
    }
}
