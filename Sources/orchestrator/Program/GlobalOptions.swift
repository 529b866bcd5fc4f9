import AgentOrchestrator
import ArgumentParser
import Foundation

/// The options of every command.
struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: "The project directory; otherwise the nearest one upwards that has a configuration.", completion: .directory)
    var project: String?

    @Option(name: .long, help: "The configuration file, instead of the project's.", completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(name: .long, help: "A profile: profiles/NAME.yaml beside the configuration.")
    var profile: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("A setting that wins over all files.", valueName: "key=value"))
    var settings: [String] = []

    @Flag(name: .long, help: "Say more about what is done, on standard error.")
    var verbose = false

    func validate() throws {
        guard let project else { return }
        let name = Printable.escaped(project)
        var status = stat()
        guard stat(project, &status) == 0 else {
            let reason = errno == ENOENT || errno == ENOTDIR ? nil : String(cString: strerror(errno))
            throw ValidationError(reason.map { "the directory '\(name)' can't be reached: \($0)" } ?? "there is no directory '\(name)'")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw ValidationError("'\(name)' is no directory") }
    }

    /// Where the configuration is to be looked for.
    var request: ConfigurationRequest {
        ConfigurationRequest(projectDirectory: project, configurationFile: config, profile: profile, settings: settings)
    }
}
