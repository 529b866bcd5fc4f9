import AgentOrchestrator
import ArgumentParser

/// The options of `run` and `submit`: what a run is created from.
struct RunOptions: ParsableArguments {
    @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
    var plan: String

    @Option(name: .long, help: "The agent of phases that name none, instead of execution.agent.")
    var agent: String?

    @Option(name: .long, help: "The branch to work on, instead of the plan's or the one checked out.")
    var branch: String?

    @Option(name: .long, help: "Runs with a higher priority are taken first.")
    var priority = 0

    @Option(name: .customLong("label"), help: ArgumentHelp("A label to find the run by.", valueName: "key=value"))
    var labels: [String] = []

    @Option(name: .long, help: "Under the same key and plan the same run is used again.")
    var idempotencyKey: String?

    @Flag(name: .long, help: "Start although tracked files are changed.")
    var allowDirty = false

    /// The settings with what these options override.
    func request(_ options: GlobalOptions) -> ConfigurationRequest {
        var request = options.request
        if let agent { request.settings.append("execution.agent=\(agent)") }
        return request
    }
}
