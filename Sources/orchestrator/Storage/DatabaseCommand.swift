import ArgumentParser

/// `orchestrator db`
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Look after the store.", subcommands: [DatabaseCheckCommand.self, DatabaseStatsCommand.self])
}
