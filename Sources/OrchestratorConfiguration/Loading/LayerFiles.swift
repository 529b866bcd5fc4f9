/// Which files belong to a request, and what they hold.
struct LayerFiles {
    /// A file that a layer may have.
    struct Candidate {
        let layer: Layer
        let path: String
        /// Relative paths in it are relative to this.
        let directory: String
        /// It was named, so it must be there; what to say where it is not.
        var complaint: (code: DiagnosticCode, message: String, help: String?)?
    }

    let request: ConfigurationRequest
    let workingDirectory: String
    let projectDirectory: String

    static let projectFile = "config/orchestrator-config.yaml"

    init(_ request: ConfigurationRequest) {
        self.request = request
        let working = FilePaths.absolute(request.workingDirectory, in: FileText.workingDirectory)
        workingDirectory = working
        projectDirectory = request.projectDirectory.map { FilePaths.absolute($0, in: working) } ?? Self.project(from: working) ?? working
    }

    /// The nearest directory upwards that holds the project's file.
    private static func project(from directory: String) -> String? {
        var directory = directory
        while !FileText.isRegularFile("\(directory == "/" ? "" : directory)/\(projectFile)") {
            if directory == "/" { return nil }
            directory = FilePaths.parent(directory)
        }
        return directory
    }

    /// The project's own file, or the one named in its place.
    var mainFile: String {
        request.configurationFile.map { FilePaths.absolute($0, in: workingDirectory) }
            ?? FilePaths.absolute(Self.projectFile, in: projectDirectory)
    }

    /// The git-ignored file beside it.
    var localFile: String {
        let name = FilePaths.name(mainFile)
        let stem = [".yaml", ".yml"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
        return "\(FilePaths.parent(mainFile))/\(stem).local.yaml"
    }

    private var profileDirectory: String { "\(FilePaths.parent(mainFile))/profiles" }

    var userFile: String? {
        let environment = request.environment
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return "\(base)/orchestrator/config.yaml" }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.config/orchestrator/config.yaml" : nil }
    }

    /// Lowest first.
    var candidates: [Candidate] {
        var result = [Candidate(layer: .system, path: request.systemFile, directory: FilePaths.parent(request.systemFile))]
        if let userFile { result.append(Candidate(layer: .user, path: userFile, directory: FilePaths.parent(userFile))) }
        var main = Candidate(layer: .project, path: mainFile, directory: projectDirectory)
        if let named = request.configurationFile {
            let message = request.isFileAlone ? "the file '\(named)' does not exist" : "the file '\(named)' that --config names does not exist"
            main.complaint = (.fileMissing, message, nil)
        }
        if request.isFileAlone { return [main] }
        result += [main, Candidate(layer: .local, path: localFile, directory: projectDirectory)]
        if let profile = request.profile { result.append(self.profile(profile)) }
        return result
    }

    private func profile(_ name: String) -> Candidate {
        let isName = !name.isEmpty && !name.hasPrefix(".") && !name.contains("/")
        let known = FileText.names(in: profileDirectory).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        let nearest = NearestName.to(name, among: known).map { "did you mean '\($0)'?" }
        let help =
            nearest
            ?? (known.isEmpty ? "there are no files in \(shortened(profileDirectory))" : "known are \(known.joined(separator: ", "))")
        return Candidate(
            layer: .profile, path: isName ? "\(profileDirectory)/\(name).yaml" : "", directory: projectDirectory,
            complaint: (.profile, isName ? "there is no profile '\(name)'" : "'\(name)' can't be the name of a profile", help))
    }

    /// A path as diagnostics name it.
    func shortened(_ path: String) -> String { FilePaths.shortened(path, from: workingDirectory) }

    /// The text of a candidate as a source; `nil` where there is none, with a report where that is wrong.
    func source(_ candidate: Candidate, problems: inout ProblemList) -> (source: Source?, report: LayerReport) {
        func report(_ isFound: Bool, _ note: String) -> LayerReport {
            LayerReport(layer: candidate.layer, path: candidate.path.isEmpty ? nil : candidate.path, isFound: isFound, note: note)
        }
        let name = shortened(candidate.path)
        switch candidate.path.isEmpty ? .missing : FileText.read(candidate.path) {
        case .missing:
            if let complaint = candidate.complaint {
                let file = candidate.layer == .project ? name : nil
                problems.add(
                    Diagnostic(.error, code: complaint.code, message: complaint.message, file: file, help: complaint.help),
                    layer: candidate.layer)
            }
            return (nil, report(false, "no such file"))
        case .failure(let code, let problem):
            problems.add(Diagnostic(.error, code: code, message: "\(name) \(problem)", file: name), layer: candidate.layer)
            return (nil, report(false, problem))
        case .bytes(let bytes):
            let source = Source.file(
                candidate.path, bytes, layer: candidate.layer, directory: candidate.directory, name: name, problems: &problems)
            return (source, report(true, ""))
        }
    }
}
