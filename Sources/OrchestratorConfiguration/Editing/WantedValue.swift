/// A setting and the value that it is to have, checked against the schema.
struct WantedValue {
    let target: SettingTarget
    /// What is written into the file.
    let written: String
    let node: Node

    var path: String { target.path }

    init?(_ key: String, _ value: String, _ problems: inout ProblemList) {
        let shape = ConfigurationLoader.shape
        guard let segments = SettingPath.segments(key), let target = SettingTarget(segments, in: shape) else {
            let names = shape.paths.map { SettingPath.appending($0.parent, $0.name) }
            let near = NearestName.to(key, among: names).map { "did you mean '\($0)'?" }
            problems.add(
                Diagnostic(.error, code: .unknownKey, path: key, message: "there is no setting '\(key)'", help: near), layer: .arguments)
            return nil
        }
        let masked = target.shape.mayHoldSecret ? Secret<String>.redacted : value
        let source = Source(.argument("\(key)=\(masked)"), layer: .arguments, bytes: Array(value.utf8), directory: "/")
        let errors = problems.errorCount
        guard let document = target.node(source, text: value, isJSON: false, problems: &problems) else { return nil }
        var checker = Checker(root: shape, rootName: "the configuration", problems: problems)
        _ = checker.check(document, shape)
        problems = checker.problems
        guard problems.errorCount == errors else { return nil }
        self.target = target
        written = Self.written(value, target.shape)
        guard let node = Self.composed(written) else {
            problems.report(
                .notSafe, path: target.path, at: Place(source, 0..<0), "the value can't be written on one line",
                help: "edit the file by hand")
            return nil
        }
        self.node = node
    }

    /// A text gets quotes where it needs them, everything else stays as it was given.
    private static func written(_ value: String, _ shape: Shape) -> String {
        if case .scalar(let type) = shape, type.isText { return YAMLText.scalar(value) }
        return value.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func composed(_ text: String) -> Node? {
        var problems = ProblemList()
        let source = Source(.schema, layer: .arguments, bytes: Array("value: \(text)\n".utf8), directory: "/")
        let node = YAMLComposer.compose(source, problems: &problems)?["value"]?.value
        return problems.hasErrors ? nil : node
    }

    /// An old name of the setting that stands in the document.
    func oldName(in root: Node) -> (name: String, place: Place)? {
        for (name, target) in ConfigurationLoader.oldNames.targets where target.path == path {
            var node: Node? = root
            var place: Place?
            for segment in name.split(separator: ".") {
                let entry = node?[String(segment)]
                node = entry?.value
                place = entry?.keyPlace
            }
            if !target.old.isFallback, let place { return (name, place) }
        }
        return nil
    }

    /// What a document says once the setting has the value.
    func applied(to root: Node?) -> Node {
        let empty = Node(.map([]), at: node.place)
        return applied(to: root.flatMap { $0.isNull ? nil : $0 } ?? empty, target.steps[...])
    }

    private func applied(to node: Node, _ steps: ArraySlice<SettingTarget.Step>) -> Node {
        guard let step = steps.first else { return self.node }
        var node = node
        if node.isNull { node.content = .map([]) }
        if let key = step.keyedBy, case .list(var elements) = node.content {
            guard let index = elements.firstIndex(where: { $0.names(step.name, under: key) }) else { return node }
            elements[index] = applied(to: elements[index], steps.dropFirst())
            node.content = .list(elements)
        } else if var entries = node.entries {
            let blank = Node(.map([]), at: self.node.place)
            if let index = entries.firstIndex(where: { $0.key == step.name }) {
                entries[index].value = applied(to: entries[index].value, steps.dropFirst())
            } else {
                entries.append(Node.Entry(key: step.name, keyPlace: self.node.place, value: applied(to: blank, steps.dropFirst())))
            }
            node.content = .map(entries)
        }
        return node
    }

    /// For a person who does it by hand.
    var nestedForm: String {
        target.steps.map { YAMLText.scalar($0.name) + ":" }.joined(separator: " ") + " " + (target.shape.mayHoldSecret ? "…" : written)
    }
}

extension Node {
    /// Whether it is the entry of a keyed list that has that name.
    func names(_ name: String, under key: String) -> Bool {
        if case .scalar(let text, _)? = self[key]?.value.content { text == name } else { false }
    }
}
