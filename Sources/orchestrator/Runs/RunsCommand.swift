import ArgumentParser

/// `orchestrator runs`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List runs, delete one that has ended, or give one up that can't go on.",
        usage: """
            orchestrator runs [--status <status>] [--repo <repo>] [--branch <branch>] [--label <key=value>] [--text <text>] \
            [--since <time>] [--until <time>] [--limit <limit>] [--after <run>]
            orchestrator runs delete <run>
            orchestrator runs cleanup <run> [--reason <reason>]
            """,
        discussion: "'orchestrator runs' is short for 'orchestrator runs list'.",
        subcommands: [RunsListCommand.self, RunsDeleteCommand.self, RunsCleanupCommand.self], defaultSubcommand: RunsListCommand.self)
}
