import ArgumentParser

/// `orchestrator findings`
struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings", abstract: "List what verification found in a run, or mark a finding as resolved.",
        usage: """
            orchestrator findings <run> [--phase <number>] [--severity <severity>] [--state <state>] [--all]
            orchestrator findings resolve <finding>
            """,
        discussion: "'orchestrator findings <run>' is short for 'orchestrator findings list <run>'.",
        subcommands: [FindingsListCommand.self, FindingsResolveCommand.self], defaultSubcommand: FindingsListCommand.self)
}
