import AgentOrchestrator
import ArgumentParser

/// `orchestrator config …`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show, explain, check and change settings.",
        subcommands: [
            ConfigInitCommand.self, ConfigShowCommand.self, ConfigValidateCommand.self, ConfigExplainCommand.self, ConfigLayersCommand.self,
            ConfigDiffCommand.self, ConfigSetCommand.self, ConfigSchemaCommand.self,
        ])

    /// Tells warnings without opening the log: looking at settings makes no file.
    static func tell(_ warnings: [Diagnostic]) {
        for warning in warnings { Console.error(warning.render(colored: Console.errors.isColored)) }
    }
}
