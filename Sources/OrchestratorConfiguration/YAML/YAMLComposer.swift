/// Builds nodes from libyaml's events, counting nodes and depth as it goes, so that a small file that would unfold into a huge value is
/// refused before it does.
struct YAMLComposer: ~Copyable {
    static let byteLimit = 1 << 20
    static let depthLimit = 64
    static let nodeLimit = 10_000

    /// The document can't be read any further; what was wrong has been reported.
    private struct Stop: Error {}

    private struct Composed {
        var node: Node
        /// Nodes in it, those behind aliases counted each time.
        var weight = 1
        /// Levels of collections in it.
        var height = 0
    }

    private let source: Source
    private var problems: ProblemList
    private var anchors: [String: Composed] = [:]
    private var openAnchors: Set<String> = []
    private var path: [String] = []
    private var weight = 0
    /// Values must be JSON: texts in double quotes, collections in brackets.
    private let isJSON: Bool

    /// The value of the source's one document; `nil` for an empty one and where it can't be read.
    static func compose(_ source: Source, isJSON: Bool = false, problems: inout ProblemList) -> Node? {
        let (node, reported) = YAMLEventReader.reading(source) { reader in
            var composer = YAMLComposer(source, isJSON: isJSON, problems: problems)
            let node = composer.document(reader)
            return (node, composer.problems)
        }
        problems = reported
        return node
    }

    private init(_ source: Source, isJSON: Bool, problems: ProblemList) {
        self.source = source
        self.isJSON = isJSON
        self.problems = problems
    }

    private mutating func document(_ reader: YAMLEventReader) -> Node? {
        do {
            _ = try event(reader)
            guard case .documentStart = try event(reader).kind else { return nil }
            let composed = try value(try event(reader), reader, depth: 0)
            _ = try event(reader)
            let end = try event(reader)
            if case .streamEnd = end.kind {
                return composed.node.isNull && composed.node.tag == nil ? nil : composed.node
            }
            problems.report(
                .severalDocuments, at: Place(source, end.range.lowerBound..<end.range.lowerBound + 3), reveals: true,
                "a second document begins here", help: "a file holds one document; remove the '---'")
            return nil
        } catch {
            return nil
        }
    }

    private mutating func event(_ reader: YAMLEventReader) throws(Stop) -> YAMLEvent {
        do {
            return try reader.next()
        } catch {
            if error.isTooDeep { try checkDepth(.max, at: error.offset..<error.offset + 1) }
            let (message, help) = error.sentence(in: source)
            problems.report(.syntax, at: Place(source, error.offset..<error.offset + 1), message, help: help)
            throw Stop()
        }
    }

    private mutating func value(_ event: YAMLEvent, _ reader: YAMLEventReader, depth: Int) throws(Stop) -> Composed {
        if case .alias(let name) = event.kind { return try alias(name, at: event.range, depth: depth) }
        try count(1, at: event.range)
        if let anchor = event.anchor { openAnchors.insert(anchor) }
        var composed: Composed
        switch event.kind {
        case .scalar(let text, let isPlain):
            composed = Composed(node: Node(.scalar(text, isPlain: isPlain), at: Place(source, event.range)))
            if text.utf8.contains(0) { report(.nul, event.range, "a text can't hold a NUL character") }
            if isJSON { checkJSON(text, isPlain: isPlain, event.range) }
        case .listStart(let isFlow):
            if isJSON && !isFlow { notJSON(event.range) }
            composed = try list(event, reader, depth: depth + 1)
        case .mapStart(let isFlow):
            if isJSON && !isFlow { notJSON(event.range) }
            composed = try map(event, reader, depth: depth + 1)
        default:
            report(.syntax, event.range, "a value is expected here")
            throw Stop()
        }
        if let tag = event.tag { composed.node.tag = self.tag(tag, event.range) }
        if let anchor = event.anchor {
            openAnchors.remove(anchor)
            anchors[anchor] = composed
        }
        return composed
    }

    private mutating func list(_ start: YAMLEvent, _ reader: YAMLEventReader, depth: Int) throws(Stop) -> Composed {
        try checkDepth(depth, at: start.range)
        var elements: [Node] = []
        var result = Composed(node: Node(.list([]), at: Place(source, start.range)))
        var end = start.range.upperBound
        while true {
            let next = try event(reader)
            if case .collectionEnd = next.kind {
                end = max(end, next.range.isEmpty ? end : next.range.upperBound)
                break
            }
            path.append("[\(elements.count)]")
            let element = try value(next, reader, depth: depth)
            path.removeLast()
            elements.append(element.node)
            result.weight += element.weight
            result.height = max(result.height, element.height)
            end = max(end, element.node.place.range.upperBound)
        }
        result.height += 1
        result.node = Node(.list(elements), at: Place(source, start.range.lowerBound..<end))
        return result
    }

    private mutating func map(_ start: YAMLEvent, _ reader: YAMLEventReader, depth: Int) throws(Stop) -> Composed {
        try checkDepth(depth, at: start.range)
        var entries: [Node.Entry] = []
        var firstPlaces: [String: Place] = [:]
        var result = Composed(node: Node(.map([]), at: Place(source, start.range)))
        var end = start.range.upperBound
        while true {
            let next = try event(reader)
            if case .collectionEnd = next.kind {
                end = max(end, next.range.isEmpty ? end : next.range.upperBound)
                break
            }
            let key = try value(next, reader, depth: depth)
            let name = self.key(key.node)
            path.append(name ?? "?")
            let member = try value(try event(reader), reader, depth: depth)
            result.weight += key.weight + member.weight
            result.height = max(result.height, key.height, member.height)
            end = max(end, member.node.place.range.upperBound)
            if let name {
                if let first = firstPlaces.updateValue(key.node.place, forKey: name) {
                    firstPlaces[name] = first
                    problems.report(
                        .duplicateKey, path: dottedPath, at: key.node.place, reveals: true,
                        "'\(name)' stands here a second time; the first is in line \(source.position(of: first.range.lowerBound).line)",
                        help: "remove one of the two")
                } else {
                    entries.append(Node.Entry(key: name, keyPlace: key.node.place, value: member.node))
                }
            }
            path.removeLast()
        }
        result.height += 1
        result.node = Node(.map(entries), at: Place(source, start.range.lowerBound..<end))
        return result
    }

    /// The text of a key; `nil` with a report where it can't be one.
    private mutating func key(_ node: Node) -> String? {
        guard case .scalar(let text, let isPlain) = node.content else {
            report(.key, node.place.range, "a key must be a text, not a list or a map")
            return nil
        }
        if node.tag != nil { report(.tag, node.place.range, "a tag can't stand before a key", help: "put it after the colon") }
        if isPlain && text == "<<" {
            problems.report(
                .mergeKey, path: dottedPath, at: node.place, reveals: true, "YAML's merge key '<<' is not supported",
                help: "write the keys out, or put them into a lower layer")
            return nil
        }
        return text
    }

    private mutating func alias(_ name: String, at range: Range<Int>, depth: Int) throws(Stop) -> Composed {
        guard var composed = anchors[name], !openAnchors.contains(name) else {
            let isOpen = openAnchors.contains(name)
            report(.alias, range, isOpen ? "this alias stands inside its own anchor" : "no anchor of that name stands before this alias")
            throw Stop()
        }
        try count(composed.weight, at: range)
        try checkDepth(depth + composed.height, at: range)
        composed.node.place = Place(source, range)
        return composed
    }

    private mutating func count(_ weight: Int, at range: Range<Int>) throws(Stop) {
        self.weight += weight
        guard self.weight > Self.nodeLimit else { return }
        report(.tooManyNodes, range, "the file has more than \(Self.nodeLimit) values, those behind aliases counted each time")
        throw Stop()
    }

    private mutating func checkDepth(_ depth: Int, at range: Range<Int>) throws(Stop) {
        guard depth > Self.depthLimit else { return }
        report(.tooDeep, range, "nested more than \(Self.depthLimit) levels deep")
        throw Stop()
    }

    private mutating func tag(_ text: String, _ range: Range<Int>) -> Node.Tag? {
        let tag = Node.Tag(rawValue: text)
        if tag == nil {
            report(
                .tag, range, "a tag that is not one of !replace, !append and !reset",
                help: "leave it out: the type of a value comes from its key")
        }
        return tag
    }

    private mutating func checkJSON(_ text: String, isPlain: Bool, _ range: Range<Int>) {
        let isDoubleQuoted = range.lowerBound < source.bytes.count && source.bytes[range.lowerBound] == UInt8(ascii: "\"")
        let isLiteral = ["true", "false", "null"].contains(text) || DecimalText.isNumber(text)
        if isPlain ? !isLiteral : !isDoubleQuoted { notJSON(range) }
    }

    private mutating func notJSON(_ range: Range<Int>) {
        report(.json, range, "this is not JSON", help: "write a list as [\"a\", \"b\"], a map as {\"key\": 1}")
    }

    private mutating func report(_ code: DiagnosticCode, _ range: Range<Int>, _ message: String, help: String? = nil) {
        problems.report(code, path: dottedPath, at: Place(source, range), message, help: help)
    }

    private var dottedPath: String? { path.isEmpty ? nil : path.reduce("", SettingPath.appending) }
}
