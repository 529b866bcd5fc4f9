import AgentOrchestrator
import ArgumentParser

/// `orchestrator artifacts clean`
struct ArtifactsCleanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Compress and delete the files of artifacts whose time has come.",
        discussion: """
            'artifacts.compress_after_days' and 'artifacts.retention_days' say when; ages count from the end of a run. Files of a run are kept while it \
            has not ended, has an unresolved major finding, or waits for an answer. Findings, statistics and history stay in any case.
            """)

    @Flag(name: .long, help: "Only say what would go.") var dryRun = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what was done as JSON.") var json = false

    func run() async throws {
        try await Cleaning.run(dryRun: dryRun, json: json, options)
    }
}
