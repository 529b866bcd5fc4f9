import AgentOrchestrator
import ArgumentParser

/// `orchestrator config explain KEY`
struct ConfigExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say of a setting its value, where that came from, what it hides, and what it may be.")

    @Argument(help: "The dotted name, as execution.max_retries; a name that holds a dot stands in double quotes.") var key: String
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() throws {
        let loaded = try Configuration.load(options.request)
        let explanation = try loaded.explanation(of: key)
        if json { JSONOutput.write(explanation.json) } else { Console.output(explanation.text) }
    }
}
