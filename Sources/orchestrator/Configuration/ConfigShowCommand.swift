import AgentOrchestrator
import ArgumentParser

/// `orchestrator config show`
struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the effective configuration: all layers together, without secrets.",
        discussion: "Durations are seconds, sizes are bytes. JSON is YAML too.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        JSONOutput.write(try Session.load(options).document)
    }
}
