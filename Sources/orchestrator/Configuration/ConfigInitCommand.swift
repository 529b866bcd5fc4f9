import AgentOrchestrator
import ArgumentParser

/// `orchestrator config init`
struct ConfigInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write config/orchestrator-config.yaml, unless there is one.")

    @Flag(name: .long, help: "Say what would be written, and write nothing.") var dryRun = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let project = try Project(options)
        try project.write([.configuration(project.detected)], dryRun: dryRun)
    }
}
