import AgentOrchestrator
import ArgumentParser

/// `orchestrator config set KEY VALUE`
struct ConfigSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change one value in a file, and nothing else in it.",
        discussion:
            "Comments, order, quotes and line ends stay as they are. What can't be changed safely is refused, with what to do by hand.")

    /// The layers that have a file.
    enum Target: String, ExpressibleByArgument, CaseIterable {
        case system, user, project, local, profile

        var layer: Layer {
            switch self {
            case .system: .system
            case .user: .user
            case .project: .project
            case .local: .local
            case .profile: .profile
            }
        }
    }

    @Argument(help: "The dotted name of the setting.") var key: String
    @Argument(help: "The value; a list or a map as JSON.") var value: String
    @Option(name: .long, help: "The layer whose file is changed.") var layer = Target.project
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() throws {
        let request = options.request
        guard let path = request.file(of: layer.layer) else {
            throw Failure(.usage, "the layer '\(layer.rawValue)' has no file here\(layer == .profile ? "; give --profile NAME" : "")")
        }
        let isChanged: Bool
        do {
            isChanged = try request.set(key, to: value, inFile: path)
        } catch let failure as AtomicFile.Failure {
            throw Failure(.failure, failure.description)
        }
        let shown = Printable.escaped(request.shortened(path))
        if json { return JSONOutput.write(["file": .string(request.shortened(path)), "changed": .bool(isChanged)]) }
        Console.output(isChanged ? "\(shown): set \(Printable.escaped(key))" : "\(shown): \(Printable.escaped(key)) was so already")
        noteWhatWins(over: path, request)
    }

    /// A higher layer may hide what was just set; the person should know at once.
    private func noteWhatWins(over path: String, _ request: ConfigurationRequest) {
        guard let explanation = try? Configuration.load(request).explanation(of: key), explanation.origin.layer > layer.layer else {
            return
        }
        Console.error("note: \(explanation.origin) wins over it")
    }
}
