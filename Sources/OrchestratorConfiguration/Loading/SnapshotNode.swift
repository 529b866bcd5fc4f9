import OrchestratorModel

/// Turns the document that a run kept back into one that the schema can be asked about.
struct SnapshotNode {
    let source: Source

    /// Sections that always come from the present configuration.
    static let alwaysPresent = ["state", "logging"]

    func root(_ document: JSONValue) -> Node {
        // What is no object is no configuration, and must not pass for an empty one.
        guard var members = document.object else { return Node(.scalar(document.canonicalText, isPlain: false), at: place) }
        for name in Self.alwaysPresent { members[name] = nil }
        return node(.object(members), .map(ConfigurationLoader.shape)) ?? Node(.map([]), at: place)
    }

    /// The node of a value; `nil` for what was redacted, which the present configuration gives.
    private func node(_ value: JSONValue, _ shape: Shape?) -> Node? {
        switch value {
        case .null: return Node(.scalar("null", isPlain: true), at: place)
        case .bool(let value): return Node(.scalar(value ? "true" : "false", isPlain: true), at: place)
        case .integer, .number: return Node(.scalar(number(value, shape), isPlain: true), at: place)
        case .string(let text):
            if text.contains(Secret<String>.redacted), case .scalar(let type)? = shape, type.mayHoldSecret { return nil }
            return Node(.scalar(text, isPlain: false), at: place)
        case .array(let elements):
            var inner: Shape?
            if case .list(let list)? = shape { inner = list.element }
            return Node(.list(elements.compactMap { node($0, inner) }), at: place)
        case .object(let members):
            let entries = members.sorted { $0.key < $1.key }.compactMap { name, value in
                node(value, shape?.member(name)).map { Node.Entry(key: name, keyPlace: place, value: $0) }
            }
            // What the run had is all it had: an agent that was added since is none of its own.
            var tag: Node.Tag?
            if case .map(let map)? = shape, map.additional != nil { tag = .replace }
            return Node(.map(entries), at: place, tag: tag)
        }
    }

    /// Durations are numbers of seconds in the document, and need their unit here.
    private func number(_ value: JSONValue, _ shape: Shape?) -> String {
        let text = value.canonicalText
        guard case .scalar(let type)? = shape else { return text }
        switch type {
        case .duration: return duration(value)
        case .keepAlive: return text == "-1" ? text : duration(value)
        default: return text
        }
    }

    private func duration(_ value: JSONValue) -> String {
        switch value {
        case .integer(let seconds): "\(seconds)s"
        case .number(let seconds):
            // One that is too long for a duration is none by the schema either, which says so.
            Int64(exactly: (seconds * 1e9).rounded()).map { DurationText.text(.nanoseconds($0)) } ?? "\(value.canonicalText)s"
        default: value.canonicalText
        }
    }

    private var place: Place { Place(source, 0..<0) }
}
