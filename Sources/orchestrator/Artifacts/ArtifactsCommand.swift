import ArgumentParser

/// `orchestrator artifacts`
struct ArtifactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifacts", abstract: "List the files that a run kept as evidence, print one, or clean up.",
        usage: """
            orchestrator artifacts <run> [--type <type>]
            orchestrator artifacts cat <artifact>
            orchestrator artifacts clean [--dry-run]
            """,
        discussion: "'orchestrator artifacts <run>' is short for 'orchestrator artifacts list <run>'.",
        subcommands: [ArtifactsListCommand.self, ArtifactsCatCommand.self, ArtifactsCleanCommand.self], defaultSubcommand: ArtifactsListCommand.self)
}
