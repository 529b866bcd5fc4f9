/// A setting that a variable or an argument names.
struct SettingTarget {
    struct Step {
        let name: String
        /// The step enters a keyed list, whose entries have the name under this key.
        let keyedBy: String?
    }

    private(set) var steps: [Step] = []
    private(set) var shape: Shape

    /// The dotted name.
    var path: String { steps.reduce("") { SettingPath.appending($0, $1.name) } }

    /// The target of a variable: `ORCHESTRATOR__EXECUTION__MAX_RETRIES`. A free name is the segment in lower case.
    init?(variable: String, in root: MapShape) {
        var segments: [String] = []
        var rest = variable.dropFirst(EnvironmentLayer.prefix.count)
        while let separator = rest.firstRange(of: "__") {
            segments.append(String(rest[..<separator.lowerBound]))
            rest = rest[separator.upperBound...]
        }
        segments.append(String(rest))
        guard segments.allSatisfy({ !$0.isEmpty && $0.uppercased() == $0 }) else { return nil }
        self.init(segments.map { $0.lowercased() }, in: root)
    }

    /// The target of the segments of a dotted name; `nil` where the schema has no such setting.
    init?(_ segments: [String], in root: MapShape) {
        shape = .map(root)
        for segment in segments {
            guard let inner = shape.member(segment) else { return nil }
            if case .list(let list) = shape, case .keyed(let key) = list.merge {
                steps.append(Step(name: segment, keyedBy: key))
            } else {
                steps.append(Step(name: segment, keyedBy: nil))
            }
            shape = inner
        }
    }

    /// A document that says this one thing. A scalar is the text as it is; a list or a map is written as JSON (or YAML's flow style).
    func node(_ source: Source, text: String, isJSON: Bool, problems: inout ProblemList) -> Node? {
        let place = Place(source, 0..<source.bytes.count)
        var node: Node
        if case .scalar = shape {
            node = Node(.scalar(text, isPlain: true), at: place)
            node.isVerbatim = true
            if text.utf8.contains(0) { return nil }
        } else {
            guard let composed = composed(source, isJSON: isJSON, place: place, problems: &problems) else { return nil }
            node = composed
        }
        for step in steps.reversed() {
            guard let key = step.keyedBy else {
                node = Node(.map([Node.Entry(key: step.name, keyPlace: place, value: node)]), at: place)
                continue
            }
            let named = Node.Entry(key: key, keyPlace: place, value: Node(.scalar(step.name, isPlain: false), at: place))
            var entry = node
            if let entries = node.entries { entry.content = .map(entries.filter { $0.key != key } + [named]) }
            node = Node(.list([entry]), at: place)
        }
        return node
    }

    private func composed(_ source: Source, isJSON: Bool, place: Place, problems: inout ProblemList) -> Node? {
        guard source.bytes.count <= YAMLComposer.byteLimit else {
            problems.report(.tooLarge, path: path, at: place, "'\(path)' is longer than \(YAMLComposer.byteLimit / 1024) KiB")
            return nil
        }
        do {
            _ = try TextEncoding.checked(source.bytes)
        } catch {
            problems.report(error.code, path: path, at: place, error.message)
            return nil
        }
        let errors = problems.errorCount
        let node = YAMLComposer.compose(source, isJSON: isJSON, problems: &problems)
        // What is not even written right is not also said to be of the wrong type.
        guard problems.errorCount == errors else { return nil }
        if node == nil {
            problems.report(.empty, path: path, at: place, "'\(path)' must be \(shape.noun)", help: "write it as JSON: \(example)")
        }
        return node
    }

    private var example: String {
        if case .list = shape { "[\"a\", \"b\"]" } else { "{\"key\": 1}" }
    }
}
