import ArgumentParser

/// `orchestrator config`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the configuration, or begin one.",
        subcommands: [ConfigShowCommand.self, ConfigValidateCommand.self, ConfigInitCommand.self])
}
