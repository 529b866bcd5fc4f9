import AgentOrchestrator
import ArgumentParser

/// `orchestrator version`
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version of the program.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print it as JSON.") var json = false

    func run() async throws {
        guard json else { return Console.output("orchestrator \(Version.text)") }
        JSONOutput.write(["version": .string(Version.text)])
    }
}
