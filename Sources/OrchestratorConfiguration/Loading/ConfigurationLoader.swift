/// Carries a request through reading, checking, merging and binding.
struct ConfigurationLoader {
    private struct Part {
        let layer: Layer
        let checked: Checked
    }

    static let shape = MapShape(keys: Configuration.schema.keys + [versionKey])
    static let oldNames = OldNameTable(shape)
    static let version = 1

    private static let versionKey = Key(
        name: "schema_version", shape: .scalar(.integer(1...Int.max)),
        documentation: "The version of this schema that the file was written for.",
        isFileOnly: true)

    private let files: LayerFiles
    private var problems = ProblemList()
    private var parts: [Part] = []
    private var nodes: [Node] = []
    private var reports = [LayerReport(layer: .defaults, path: nil, isFound: true, note: "what the program ships with")]

    init(_ request: ConfigurationRequest) {
        files = LayerFiles(request)
    }

    mutating func load() throws(ConfigurationProblems) -> LoadedConfiguration {
        for candidate in files.candidates { read(candidate) }
        if !files.request.isFileAlone {
            readEnvironment()
            readArguments()
            readModels()
        }
        return try finished(merge())
    }

    /// Binds and checks what was merged.
    mutating func finished(_ merged: MergedMap) throws(ConfigurationProblems) -> LoadedConfiguration {
        var configuration = Configuration()
        Configuration.schema.bind(&configuration, .map(merged), BindingContext(projectDirectory: files.projectDirectory))
        var rules = ConfigurationRules(configuration: configuration, merged: merged, problems: problems)
        rules.check()
        problems = rules.problems
        let diagnostics = problems.diagnostics
        guard !problems.hasErrors else { throw ConfigurationProblems(diagnostics: diagnostics) }
        return LoadedConfiguration(
            configuration: configuration, projectDirectory: files.projectDirectory, warnings: diagnostics,
            layers: reports.sorted { $0.layer < $1.layer }, workingDirectory: files.workingDirectory, merged: merged)
    }

    private mutating func read(_ candidate: LayerFiles.Candidate) {
        let (source, report) = files.source(candidate, problems: &problems)
        reports.append(report)
        guard let source, let root = YAMLComposer.compose(source, problems: &problems), isKnownVersion(root) else { return }
        if files.request.isFileAlone && Self.kind(of: root) == .models {
            addModels(root, source)
        } else {
            add(root, layer: candidate.layer)
        }
    }

    /// A document of a newer version gets one error about that, and none about what this version does not know.
    private mutating func isKnownVersion(_ root: Node) -> Bool {
        guard let entry = root["schema_version"], case .scalar(let text, isPlain: true) = entry.value.content, let version = Int(text),
            version > Self.version
        else { return true }
        problems.report(
            .newerVersion, path: "schema_version", at: entry.value.place, reveals: true,
            "the file is written for version \(version) of the schema, and this program knows version \(Self.version)",
            help: "use a newer orchestrator")
        return false
    }

    mutating func add(_ root: Node, layer: Layer) {
        let document = OldNames.replaced(in: root, table: Self.oldNames, problems: &problems)
        var checker = Checker(root: Self.shape, rootName: "the configuration", others: nodes, problems: problems)
        let checked = checker.check(document, Self.shape)
        problems = checker.problems
        nodes.append(document)
        if let checked { parts.append(Part(layer: layer, checked: checked)) }
    }

    private mutating func readEnvironment() {
        let documents = EnvironmentLayer.documents(
            files.request.environment, shape: Self.shape, directory: files.projectDirectory, problems: &problems)
        for document in documents { add(document, layer: .environment) }
        reports.append(Self.report(.environment, documents.count, "variable"))
    }

    private mutating func readArguments() {
        let documents = ArgumentLayer.documents(
            files.request.settings, shape: Self.shape, directory: files.projectDirectory, problems: &problems)
        for document in documents { add(document, layer: .arguments) }
        reports.append(Self.report(.arguments, documents.count, "argument"))
    }

    private static func report(_ layer: Layer, _ count: Int, _ noun: String) -> LayerReport {
        LayerReport(
            layer: layer, path: nil, isFound: count > 0, note: count == 0 ? "no \(noun)s" : "\(count) \(noun)\(count == 1 ? "" : "s")")
    }

    /// The models file lies below the project's own file, so that a section `models` there wins over it.
    private mutating func readModels() {
        let named = merge().members["models_path"]?.leaf
        var candidate = LayerFiles.Candidate(
            layer: .models, path: FilePaths.absolute("config/models.yaml", in: files.projectDirectory), directory: files.projectDirectory)
        if let named {
            guard let written = String(named.value) else {
                reports.append(LayerReport(layer: .models, path: nil, isFound: false, note: "models_path is null"))
                return
            }
            candidate = LayerFiles.Candidate(
                layer: .models, path: FilePaths.absolute(written, in: named.place.source.directory), directory: files.projectDirectory)
        }
        let (source, report) = files.source(candidate, problems: &problems)
        reports.append(report)
        if source == nil && !report.isFound, let named, !problems.failedPaths.contains("models_path") {
            problems.report(
                .fileMissing, path: "models_path", at: named.place, reveals: true, "the file that 'models_path' names does not exist")
        }
        guard let source, let root = YAMLComposer.compose(source, problems: &problems) else { return }
        addModels(root, source)
    }

    /// What stands at the root of a models file stands in the section `models` of a configuration.
    private mutating func addModels(_ root: Node, _ source: Source) {
        let place = Place(source, root.place.range.lowerBound..<root.place.range.lowerBound)
        add(Node(.map([Node.Entry(key: "models", keyPlace: place, value: root)]), at: place), layer: .models)
    }

    func merge() -> MergedMap {
        let merger = Merger(defaults: { Configuration.defaults })
        let shape = Shape.map(Self.shape)
        let start = MergedMap(place: Place(Source(.schema, layer: .defaults, directory: files.projectDirectory), 0..<0))
        let ordered = parts.enumerated().sorted { ($0.element.layer, $0.offset) < ($1.element.layer, $1.offset) }
        return ordered.reduce(start) { lower, part in
            merger.merge(.map(lower), part.element.checked, shape)?.map ?? lower
        }
    }
}
