import ArgumentParser

/// `orchestrator db prune`
struct DatabasePruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Free the space of what is old: the same as 'orchestrator artifacts clean'.",
        discussion: "Only the files of artifacts go. Runs, findings, history and statistics stay; 'orchestrator runs delete' deletes a run.")

    @Flag(name: .long, help: "Only say what would go.") var dryRun = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what was done as JSON.") var json = false

    func run() async throws {
        try await Cleaning.run(dryRun: dryRun, json: json, options)
    }
}
