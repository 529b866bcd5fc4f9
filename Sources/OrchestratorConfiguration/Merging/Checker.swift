/// Holds what one layer says against the schema: unknown names, types, ranges. What is acceptable comes out typed; the rest is reported.
struct Checker {
    let root: MapShape
    /// What a key of the root is called when it is unknown: "of the configuration", "of a plan".
    let rootName: String
    /// The layers read before, for diagnostics that name a second place.
    let others: [Node]
    var problems: ProblemList
    /// Finding the second place costs a search through the other layers.
    private var secondPlacesLeft = 50

    init(root: MapShape, rootName: String, others: [Node] = [], problems: ProblemList) {
        self.root = root
        self.rootName = rootName
        self.others = others
        self.problems = problems
    }

    mutating func check(_ node: Node, _ shape: MapShape, path: String = "") -> Checked? {
        check(node, Key(name: "", shape: .map(shape), documentation: ""), path: path)
    }

    private mutating func check(_ node: Node, _ key: Key, path: String) -> Checked? {
        if node.tag == .reset { return reset(node, key, path: path) }
        let content: Checked.Content?
        switch key.shape {
        case .scalar(let type): content = scalar(node, type, key, path: path).map { .leaf($0) }
        case .list(let list): content = self.list(node, list, key, path: path)
        case .map(let map): content = self.map(node, map, path: path)
        }
        if node.tag == .append, case .list = key.shape {
        } else if node.tag == .append {
            problems.report(
                .tag, path: path, at: node.place, reveals: !key.shape.mayHoldSecret, "'!append' can stand before a list only")
        }
        return content.map { Checked(content: $0, place: node.place, tag: node.tag, isFallback: node.isFallback) }
    }

    private mutating func reset(_ node: Node, _ key: Key, path: String) -> Checked? {
        guard node.isNull else {
            problems.report(
                .tag, path: path, at: node.place, reveals: !key.shape.mayHoldSecret, "'!reset' stands alone: it returns '\(path)' to its default",
                help: "remove the value after it")
            return nil
        }
        return Checked(content: .nothing, place: node.place, tag: .reset)
    }

    // MARK: Scalars

    private mutating func scalar(_ node: Node, _ type: ScalarType, _ key: Key, path: String) -> SettingValue? {
        guard case .scalar(let text, let isPlain) = node.content else {
            mismatch(node, key.shape, path: path)
            return nil
        }
        if node.isNull || node.isVerbatim && text == "null" && type.isNullable && key.isOptional {
            if key.isOptional { return .null }
            let help = type.isText ? "write \"\" for an empty text, or remove the line for the default" : "remove the line for the default"
            problems.report(
                .null, path: path, at: node.place, reveals: true, "'\(path)' has no value; it must be \(type.noun)", help: help)
            return nil
        }
        do {
            return try type.read(text, isPlain: isPlain || node.isVerbatim)
        } catch {
            problems.report(
                error.code, path: path, at: node.place, reveals: !type.mayHoldSecret, "'\(path)' \(error.message)", help: error.help)
            return nil
        }
    }

    // MARK: Lists

    private mutating func list(_ node: Node, _ list: ListShape, _ key: Key, path: String) -> Checked.Content? {
        if case .keyed(let name) = list.merge {
            if node.isNull { return .map([]) }
            guard case .list(let nodes) = node.content, case .map(let map) = list.element else {
                mismatch(node, key.shape, path: path)
                return nil
            }
            return keyed(nodes, map, by: name, path: path)
        }
        guard case .list(let nodes) = node.content else {
            if node.isNull {
                problems.report(
                    .null, path: path, at: node.place, reveals: true, "'\(path)' has no value", help: "write [] for an empty list")
            } else {
                mismatch(node, key.shape, path: path)
            }
            return nil
        }
        return elements(nodes, list, path: path)
    }

    private mutating func elements(_ nodes: [Node], _ list: ListShape, path: String) -> Checked.Content? {
        let key = Key(name: "", shape: list.element, documentation: "")
        let elements = nodes.enumerated().map { check($0.element, key, path: "\(path)[\($0.offset)]") }
        guard case .map = list.element else {
            return .leaf(.list(elements.compactMap { if case .leaf(let value)? = $0?.content { value } else { nil } }))
        }
        // One that is wrong keeps its place, so that what is said of those after it names the right one.
        return .elements(zip(nodes, elements).map { $1 ?? Checked(content: .map([]), place: $0.place) }, .null)
    }

    private mutating func keyed(_ nodes: [Node], _ map: MapShape, by name: String, path: String) -> Checked.Content {
        var members: [Checked.Member] = []
        var places: [String: Place] = [:]
        for (index, node) in nodes.enumerated() {
            guard let entry = node[name], case .scalar(let text, _) = entry.value.content, !entry.value.isNull else {
                missingName(node, name, path: "\(path)[\(index)]")
                continue
            }
            if let first = places.updateValue(entry.value.place, forKey: text) {
                problems.report(
                    .duplicateName, path: SettingPath.appending(path, text), at: entry.value.place, reveals: true,
                    "a second '\(text)'; the first is at \(first.description)", help: "give it another name")
                continue
            }
            let own = SettingPath.appending(path, text)
            if node.tag == .reset {
                members.append(Checked.Member(name: text, value: Checked(content: .nothing, place: node.place, tag: .reset)))
            } else if let checked = check(node, map, path: own) {
                members.append(Checked.Member(name: text, value: checked))
            }
        }
        return .map(members)
    }

    private mutating func missingName(_ node: Node, _ name: String, path: String) {
        guard case .map = node.content else {
            problems.report(.type, path: path, at: node.place, "'\(path)' must be a map with a '\(name)'")
            return
        }
        problems.report(
            .required, path: "\(path).\(name)", at: node.place, "'\(path)' has no '\(name)'", help: "\(Advice.give(name)) of its own")
    }

    // MARK: Maps

    private mutating func map(_ node: Node, _ shape: MapShape, path: String) -> Checked.Content? {
        if node.isNull { return .map([]) }
        guard let entries = node.entries else {
            mismatch(node, .map(shape), path: path)
            return nil
        }
        var members: [Checked.Member] = []
        for entry in entries where !entry.key.hasPrefix("x-") {
            let own = SettingPath.appending(path, entry.key)
            if let key = shape[entry.key] {
                if key.isFileOnly && entry.value.place.source.layer > .profile {
                    problems.report(.layer, path: own, at: entry.value.place, "'\(own)' can stand in files only")
                } else if let checked = check(entry.value, key, path: own) {
                    members.append(Checked.Member(name: entry.key, value: checked))
                }
            } else if !isMap(entry.value), shape.additional != nil, isSlip(entry.key, shape) {
                // A free name has a map, so a scalar under a name that is a slip away from a key was meant as that key.
                unknown(entry, shape, parent: path, path: own)
            } else if let additional = shape.additional, isName(entry, additional, path: own) {
                if let checked = check(entry.value, Key(name: "", shape: additional.shape, documentation: ""), path: own) {
                    members.append(Checked.Member(name: entry.key, value: checked))
                }
            } else if shape.additional == nil {
                unknown(entry, shape, parent: path, path: own)
            }
        }
        return .map(members)
    }

    private func isSlip(_ name: String, _ shape: MapShape) -> Bool { NearestName.to(name, among: shape.keys.map(\.name)) != nil }

    private func isMap(_ node: Node) -> Bool { node.entries != nil || node.isNull || node.tag == .reset }

    private mutating func isName(_ entry: Node.Entry, _ additional: MapShape.Additional, path: String) -> Bool {
        if !entry.key.allSatisfy(\.isWhitespace) { return true }
        problems.report(.empty, path: path, at: entry.keyPlace, reveals: true, "\(additional.naming) must not be empty")
        return false
    }

    private mutating func unknown(_ entry: Node.Entry, _ shape: MapShape, parent: String, path: String) {
        if entry.key.contains("."), let segments = SettingPath.segments(entry.key), shape[segments[0]] != nil {
            let nested = segments.enumerated().map { String(repeating: "  ", count: $0.offset) + $0.element + ":" }.joined(separator: "\n")
            problems.report(
                .dottedKey, path: path, at: entry.keyPlace, reveals: true, "a key with dots does not reach into a section",
                help: "write it nested: \(nested.replacing("\n", with: " ⏎ "))")
            return
        }
        let owner = parent.isEmpty ? rootName : "'\(parent)'"
        problems.report(
            .unknownKey, path: path, at: entry.keyPlace, reveals: true, "'\(entry.key)' is not a key of \(owner)",
            help: suggestion(entry.key, shape))
    }

    private mutating func suggestion(_ name: String, _ shape: MapShape) -> String? {
        if let near = problems.nearest(to: name, among: shape.keys.map(\.name)) { return "did you mean '\(near)'?" }
        let all = root.paths
        if let elsewhere = all.first(where: { $0.name == name }) {
            return elsewhere.parent.isEmpty
                ? "'\(name)' exists at the top of the document" : "'\(name)' exists in section '\(elsewhere.parent)'"
        }
        guard let near = problems.nearest(to: name, among: all.map(\.name)), let found = all.first(where: { $0.name == near }) else {
            return shape.keys.count <= 8 && !shape.keys.isEmpty ? "known are \(shape.keys.map(\.name).joined(separator: ", "))" : nil
        }
        return "did you mean '\(SettingPath.appending(found.parent, near))'?"
    }

    // MARK: Shapes

    /// How a list or a map is written on a command line.
    private static func example(of shape: Shape, for node: Node) -> String? {
        guard case .argument = node.place.source.kind else { return nil }
        switch shape {
        case .list: return "write it as [a, b]"
        case .map: return "write it as {key: value}"
        case .scalar: return nil
        }
    }

    /// A map over a scalar, or the reverse. Where another layer has the right shape, its place is shown too.
    private mutating func mismatch(_ node: Node, _ shape: Shape, path: String) {
        let found =
            switch node.content {
            case .scalar: "a text or number"
            case .list: "a list"
            case .map: "a map"
            }
        secondPlacesLeft -= 1
        let searched = secondPlacesLeft > 0 ? others : []
        let other = searched.lazy.compactMap { $0.descendant(path) }.last { $0.hasKind(of: shape) && $0.place.source !== node.place.source }
        let second = other.map { "; at \($0.place.description) it is one" } ?? ""
        let name = path.isEmpty ? "the document" : "'\(path)'"
        problems.report(
            .type, path: path.isEmpty ? nil : path, at: node.place, "\(name) must be \(shape.noun), not \(found)\(second)",
            help: Self.example(of: shape, for: node))
    }
}

extension Node {
    fileprivate func descendant(_ path: String) -> Node? {
        guard let segments = SettingPath.segments(path) else { return nil }
        return segments.reduce(Optional(self)) { node, segment in node?[segment]?.value }
    }

    fileprivate func hasKind(of shape: Shape) -> Bool {
        switch (content, shape) {
        case (.scalar, .scalar), (.list, .list), (.map, .map): true
        default: false
        }
    }
}
