import ArgumentParser

/// `orchestrator plan`
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Work with plans.", subcommands: [PlanCheckCommand.self])
}
