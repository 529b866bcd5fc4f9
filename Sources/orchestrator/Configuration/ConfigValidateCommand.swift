import AgentOrchestrator
import ArgumentParser

/// `orchestrator config validate`
struct ConfigValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check the configuration, all layers of it.", discussion: "Exit status: 0 valid, 2 not.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print what is wrong as JSON.") var json = false

    func run() async throws {
        let result = Result { () throws(ConfigurationProblems) in try Configuration.load(options.request) }
        switch (result, json) {
        case (.success(let loaded), true): JSONOutput.write(Diagnostic.report(loaded.warnings))
        case (.success(let loaded), false):
            for warning in loaded.warnings { Console.error(warning.render(colored: Console.errors.isColored)) }
            Console.output("the configuration is valid")
        case (.failure(let problems), true):
            JSONOutput.write(Diagnostic.report(problems.diagnostics))
            throw ExitStatus.usage
        case (.failure(let problems), false): throw problems
        }
    }
}
