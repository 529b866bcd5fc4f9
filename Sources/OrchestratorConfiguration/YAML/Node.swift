/// A value as it is written, with its place. Its type is not known before the schema says so.
struct Node: Sendable {
    enum Content: Sendable {
        case scalar(String, isPlain: Bool)
        case list([Node])
        case map([Entry])
    }

    struct Entry: Sendable {
        let key: String
        let keyPlace: Place
        var value: Node
    }

    /// How a use merges with the layers below.
    enum Tag: String, Sendable, CaseIterable {
        case replace = "!replace"
        case append = "!append"
        case reset = "!reset"
    }

    var content: Content
    var place: Place
    var tag: Tag?
    /// It applies only where no other layer says anything (the section `copilot` of old files).
    var isFallback = false
    /// A whole variable or the value of an argument: a text as it is, with neither quotes nor YAML's ways to write "no value".
    var isVerbatim = false

    init(_ content: Content, at place: Place, tag: Tag? = nil) {
        self.content = content
        self.place = place
        self.tag = tag
    }

    /// YAML's ways to write "no value"; a quoted one is a text.
    var isNull: Bool {
        if isVerbatim { return false }
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return text.isEmpty || ["~", "null", "Null", "NULL"].contains(text)
    }

    var entries: [Entry]? { if case .map(let entries) = content { entries } else { nil } }

    subscript(_ key: String) -> Entry? { entries?.first { $0.key == key } }

    /// Whether both say the same, however it is written and wherever it stands.
    func says(_ other: Node) -> Bool {
        switch (content, other.content) {
        case (.scalar(let left, _), .scalar(let right, _)): return left == right
        case (.list(let left), .list(let right)): return left.count == right.count && zip(left, right).allSatisfy { $0.says($1) }
        case (.map(let left), .map(let right)):
            return left.count == right.count && left.allSatisfy { entry in other[entry.key].map { entry.value.says($0.value) } ?? false }
        default: return false
        }
    }
}
