import AgentOrchestrator
import ArgumentParser

/// `orchestrator config show`
struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Print what is effective, without secrets.")

    @Flag(name: .long, help: "Say of each value where it came from.") var origins = false
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON: durations as seconds, sizes as bytes.") var json = false

    func run() throws {
        let loaded = try Configuration.load(options.request)
        ConfigCommand.tell(loaded.warnings)
        switch (json, origins) {
        case (false, _): Console.outputs.write(loaded.text(showsOrigins: origins))
        case (true, false): JSONOutput.write(loaded.document)
        case (true, true):
            let values = loaded.origins.map { JSONValue.object(["key": .string($0.key), "value": $0.value, "origin": $0.origin.json]) }
            JSONOutput.write(["settings": .array(values), "next": nil])
        }
    }
}
