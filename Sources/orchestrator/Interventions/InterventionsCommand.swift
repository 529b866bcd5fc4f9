import ArgumentParser

/// `orchestrator interventions`
struct InterventionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interventions", abstract: "List the questions that wait for you, or answer one.",
        usage: """
            orchestrator interventions [<run>] [--all]
            orchestrator interventions resolve <intervention> <resume|skip|modify_spec|abort> [--notes <notes>] [--spec <file>] \
            [--expires <duration>]
            orchestrator interventions expire [<run>]
            """,
        discussion: "'orchestrator interventions' is short for 'orchestrator interventions list'.",
        subcommands: [InterventionsListCommand.self, InterventionsResolveCommand.self, InterventionsExpireCommand.self],
        defaultSubcommand: InterventionsListCommand.self)
}
