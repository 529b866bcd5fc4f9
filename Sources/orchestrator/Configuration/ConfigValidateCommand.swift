import AgentOrchestrator
import ArgumentParser

/// `orchestrator config validate [FILE…]`
struct ConfigValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check the configuration, or single files.",
        discussion:
            "A file is checked alone: a configuration, a models file or a plan, whichever it is. Exit code 0: valid, with or without warnings; 2: not."
    )

    @Argument(help: "Files to check; without any, the whole configuration is.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() throws {
        let diagnostics = files.isEmpty ? wholeConfiguration : files.flatMap { options.request.diagnostics(ofFile: $0) }
        let errors = diagnostics.count { $0.severity == .error }
        if json {
            JSONOutput.write(Diagnostic.report(diagnostics))
        } else {
            for diagnostic in diagnostics { Console.output(diagnostic.render(colored: Console.outputs.isColored)) }
            Console.output(verdict(errors, warnings: diagnostics.count - errors))
        }
        if errors > 0 { throw ExitStatus.usage }
    }

    private var wholeConfiguration: [Diagnostic] {
        do {
            return try Configuration.load(options.request).warnings
        } catch {
            return error.diagnostics
        }
    }

    private func verdict(_ errors: Int, warnings: Int) -> String {
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        if errors > 0 { return "not valid: \(count(errors, "error")), \(count(warnings, "warning"))" }
        return warnings == 0 ? "valid" : "valid, with \(count(warnings, "warning"))"
    }
}
