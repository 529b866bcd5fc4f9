import ArgumentParser

/// `orchestrator findings`
struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings", abstract: "List what verification found in a run, look at its history, or decide about it.",
        usage: """
            orchestrator findings <run> [--phase <number>] [--severity <severity>] [--state <state>] [--all]
            orchestrator findings history <finding>
            orchestrator findings resolve <finding>
            orchestrator findings waive <finding> --reason <reason>
            """,
        discussion: "'orchestrator findings <run>' is short for 'orchestrator findings list <run>'.",
        subcommands: [FindingsListCommand.self, FindingsHistoryCommand.self, FindingsResolveCommand.self, FindingsWaiveCommand.self],
        defaultSubcommand: FindingsListCommand.self)
}
