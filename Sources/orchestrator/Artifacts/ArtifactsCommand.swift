import ArgumentParser

/// `orchestrator artifacts`
struct ArtifactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifacts", abstract: "List the files that a run kept as evidence, or print one.",
        usage: """
            orchestrator artifacts <run> [--type <type>]
            orchestrator artifacts cat <artifact>
            """,
        discussion: "'orchestrator artifacts <run>' is short for 'orchestrator artifacts list <run>'.",
        subcommands: [ArtifactsListCommand.self, ArtifactsCatCommand.self], defaultSubcommand: ArtifactsListCommand.self)
}
