import ArgumentParser

/// The command line: `orchestrator <command>`.
struct Orchestrator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orchestrator",
        abstract: "Carries plans out with coding agents: phase by phase, verified, and safe to interrupt.",
        discussion: """
            A plan is a YAML file of phases. An agent carries out each one; the repository's own build, tests and linters verify it; what \
            they find goes into the next pass; when the retries are used up, you are asked.

            Begin with 'orchestrator init', then 'orchestrator run plan.yaml'.
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(name: "Start", subcommands: [InitCommand.self, PlanCommand.self, RunCommand.self, SubmitCommand.self]),
            CommandGroup(
                name: "Control",
                subcommands: [
                    ResumeCommand.self, PauseCommand.self, AbortCommand.self, ForkCommand.self, InterventionsCommand.self,
                ]),
            CommandGroup(name: "Work", subcommands: [WorkerCommand.self, WorkersCommand.self]),
            CommandGroup(
                name: "Inspect",
                subcommands: [
                    StatusCommand.self, RunsCommand.self, ShowCommand.self, ExplainCommand.self, FindingsCommand.self,
                    ArtifactsCommand.self, EventsCommand.self, ExportCommand.self, ImportCommand.self,
                ]),
            CommandGroup(name: "Maintain", subcommands: [ConfigCommand.self, DatabaseCommand.self, VersionCommand.self]),
        ])
}
