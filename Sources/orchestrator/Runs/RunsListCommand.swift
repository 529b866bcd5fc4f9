import AgentOrchestrator
import ArgumentParser

/// `orchestrator runs`
struct RunsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List runs, newest first.")

    @Option(name: .long, help: ArgumentHelp("Only runs in this status; may be repeated.", valueName: "status"))
    var status: [Run.Status] = []
    @Option(name: .customLong("repo"), help: "Only runs on this repository.", completion: .directory)
    var repository: String?
    @Option(name: .long, help: "Only runs on this branch.") var branch: String?
    @Option(name: .customLong("label"), help: ArgumentHelp("Only runs with this label; may be repeated.", valueName: "key=value"))
    var labels: [String] = []
    @Option(name: .long, help: "Only runs with all these words in titles, findings or notes.") var text: String?
    @Option(name: .long, help: ArgumentHelp("Only runs created then or later: a date, a time, or a duration such as 7d.", valueName: "time"))
    var since: Moment?
    @Option(name: .long, help: ArgumentHelp("Only runs created before.", valueName: "time")) var until: Moment?
    @Option(name: .long, help: "At most that many.") var limit = 20
    @Option(name: .long, help: ArgumentHelp("Only runs that are older than this one.", valueName: "run")) var after: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the runs as JSON.") var json = false

    func run() async throws {
        var filter = RunFilter(
            statuses: status.isEmpty ? nil : status, repositoryPath: repository.map { RepositoryAddress($0).url ?? FilePath.absolute($0) }, branch: branch,
            labels: try Labels.parsed(labels), text: text, createdSince: since?.time, createdBefore: until?.time, limit: limit)
        try await Session.withStored(options) { session in
            if let after, let session { filter.after = try await session.state.runID(named: after) }
            let (runs, next) = try await session?.state.runs(filter) ?? ([], nil)
            guard !json else { return try JSONOutput.writeList("runs", runs, next: next?.description) }
            guard let session, !runs.isEmpty else { return printNothing(isFiltered: filter != RunFilter(limit: limit)) }
            Self.table(runs, now: session.state.clock.now).print()
            if let next { Console.output("older ones: \(NextPage.command(after: next.short))") }
        }
    }

    private func printNothing(isFiltered: Bool) {
        Console.output(isFiltered ? "no such runs; 'orchestrator runs' lists all" : "no runs yet; 'orchestrator run PLAN' makes the first")
    }

    private static func table(_ runs: [Run], now: Timestamp) -> Table {
        var table = Table(["run", "status", .right("phases"), "created", .flexible("title")])
        for run in runs {
            table.add([
                Cell(run.id.short, .bold), run.status.cell, "\(run.completedPhases)/\(run.totalPhases)",
                Cell(MomentText.relative(run.createdAt, now: now)), Cell(run.title),
            ])
        }
        return table
    }
}
