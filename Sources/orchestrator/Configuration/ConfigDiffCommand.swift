import AgentOrchestrator
import ArgumentParser

/// `orchestrator config diff`
struct ConfigDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say in which settings two files differ, or a run's configuration and the present one.",
        usage: "orchestrator config diff FILE FILE\norchestrator config diff RUN")

    @Argument(help: "Two files, each over the defaults alone; or a run.") var names: [String]
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON.") var json = false

    func validate() throws {
        guard names.count == 1 || names.count == 2 else { throw ValidationError("give two files, or one run") }
    }

    func run() async throws {
        let differences = names.count == 2 ? try betweenFiles() : try await fromRun()
        if json {
            JSONOutput.write(["differences": .array(differences.map(\.json)), "next": nil])
        } else {
            for difference in differences { Console.output(difference.text) }
            if differences.isEmpty { Console.error("no difference") }
        }
    }

    private func betweenFiles() throws -> [ConfigurationDifference] {
        let documents = try names.map { name in
            var request = options.request
            request.configurationFile = name
            request.profile = nil
            request.isFileAlone = true
            return try Configuration.load(request).document
        }
        return ConfigurationDifference.between(documents[0], documents[1])
    }

    /// What the run was started with, and what holds now.
    private func fromRun() async throws -> [ConfigurationDifference] {
        try await Session.with(Configuration.load(options.request)) { session in
            let id = try await session.state.runID(named: names[0])
            guard let configuration = try await session.state.configuration(of: id) else { throw StateError.notFound(.run, names[0]) }
            return session.loaded.differences(from: configuration)
        }
    }
}
