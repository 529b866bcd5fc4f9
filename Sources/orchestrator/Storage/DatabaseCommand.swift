import ArgumentParser

/// `orchestrator db`
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Look after the store.",
        subcommands: [
            DatabaseStatsCommand.self, DatabaseCheckCommand.self, DatabaseVerifyCommand.self, DatabaseBackupCommand.self, DatabaseRestoreCommand.self,
            DatabaseMigrateCommand.self, DatabaseVacuumCommand.self, DatabasePruneCommand.self,
        ])
}
