import AgentOrchestrator
import ArgumentParser

/// `orchestrator init`
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Begin in a repository: write a configuration, an example plan and lines for .gitignore.",
        discussion: """
            What builds, tests and lints the repository is found out from its files and written into the configuration. Nothing that is there \
            is overwritten.
            """)

    @Flag(name: .long, help: "Say what would be written, and write nothing.") var dryRun = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let project = try Project(options)
        try project.write([.configuration(project.detected), .schema, .plan(project.detected), .ignoredPaths], dryRun: dryRun)
        if !project.isRepository {
            Console.output("note: \(Printable.escaped(project.directory)) is no git repository yet: 'git init' makes it one")
        }
        guard !dryRun else { return }
        Console.output("")
        Console.output("next: look through config/orchestrator-config.yaml, write down your work in plan.yaml, then")
        Console.output("  orchestrator plan check plan.yaml")
        Console.output("  orchestrator run plan.yaml")
    }
}
