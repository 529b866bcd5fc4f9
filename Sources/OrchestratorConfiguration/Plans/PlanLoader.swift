import OrchestratorModel

/// Carries a plan through reading, checking and resolving.
struct PlanLoader {
    private let path: String
    private let loaded: LoadedConfiguration
    private var problems = ProblemList()

    init(_ path: String, _ loaded: LoadedConfiguration) {
        self.path = FilePaths.absolute(path, in: loaded.workingDirectory)
        self.loaded = loaded
    }

    mutating func load() throws(ConfigurationProblems) -> (Plan, [Diagnostic]) {
        let plan = read()
        guard let plan, !problems.hasErrors else { throw ConfigurationProblems(diagnostics: problems.diagnostics) }
        return (plan, problems.diagnostics)
    }

    private mutating func read() -> Plan? {
        guard let source = source() else { return nil }
        let errors = problems.errorCount
        guard let root = YAMLComposer.compose(source, problems: &problems) else {
            if problems.errorCount == errors {
                problems.report(.required, at: Place(source, 0..<0), "the plan is empty", help: "give it a 'title' and 'phases'")
            }
            return nil
        }
        let shape = PlanDocument.schema.shape
        var checker = Checker(root: shape, rootName: "a plan", problems: problems)
        let checked = checker.check(root, shape)
        problems = checker.problems
        guard let checked else { return nil }
        let merged = Merger(defaults: { .null }).merge(nil, checked, .map(shape))
        var document = PlanDocument()
        PlanDocument.schema.bind(&document, merged, BindingContext(projectDirectory: loaded.projectDirectory))
        var rules = PlanRules(document: document, root: root, loaded: loaded, problems: problems)
        let drafts = rules.drafts()
        problems = rules.problems
        return Plan(
            title: document.title, repository: rules.repository, branch: document.branch, documentation: document.documentation,
            phases: drafts,
            text: source.text(0..<source.bytes.count))
    }

    private mutating func source() -> Source? {
        let name = FilePaths.shortened(path, from: loaded.workingDirectory)
        switch FileText.read(path) {
        case .missing:
            problems.add(Diagnostic(.error, code: .fileMissing, message: "there is no plan at \(name)", file: name), layer: .project)
        case .failure(let code, let problem):
            problems.add(Diagnostic(.error, code: code, message: "\(name) \(problem)", file: name), layer: .project)
        case .bytes(let bytes):
            return Source.file(
                path, bytes, layer: .project, directory: loaded.projectDirectory, name: name, mayHoldSecrets: false, problems: &problems)
        }
        return nil
    }
}
