/// Reads a page as strictly as no browser does: every element is closed where it was opened, every attribute is quoted, every `&` is an escape.
struct HTMLPage {
    private(set) var elements: Set<String> = []
    private(set) var attributes: [(element: String, name: String, value: String)] = []
    private(set) var ids: [String] = []
    private(set) var problems: [String] = []
    /// What a browser would show, and the style.
    private(set) var text = ""

    struct Malformed: Error {}

    init(_ html: String) throws {
        var rest = Substring(html)
        let doctype = "<!DOCTYPE html>\n"
        guard rest.hasPrefix(doctype) else { throw Malformed() }
        rest = rest.dropFirst(doctype.count)
        var open: [String] = []
        while let begin = rest.firstIndex(of: "<") {
            add(rest[..<begin], in: open.last)
            guard let end = rest[begin...].firstIndex(of: ">") else { throw Malformed() }
            let tag = rest[rest.index(after: begin)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                if open.popLast() != String(tag.dropFirst()) { problems.append("</\(tag.dropFirst())> closes something else") }
            } else {
                let name = String(tag.prefix { $0.isLetter || $0.isNumber })
                elements.insert(name)
                try readAttributes(of: name, tag.dropFirst(name.count))
                if name != "meta", !tag.hasSuffix("/") { open.append(name) }
            }
        }
        add(rest, in: open.last)
        if !open.isEmpty { problems.append("not closed: \(open)") }
        if Set(ids).count != ids.count { problems.append("an id is given twice") }
    }

    private mutating func readAttributes(of element: String, _ text: Substring) throws {
        var rest = text
        while true {
            rest = rest.drop { $0 == " " || $0 == "/" }
            guard !rest.isEmpty else { return }
            let name = rest.prefix { $0.isLetter || $0 == "-" || $0.isNumber }
            rest = rest[name.endIndex...]
            guard !name.isEmpty, rest.hasPrefix("=\""), let end = rest.dropFirst(2).firstIndex(of: "\"") else { throw Malformed() }
            let value = String(rest.dropFirst(2)[..<end])
            attributes.append((element, String(name), value))
            if name == "id" { ids.append(value) }
            rest = rest[rest.index(after: end)...]
        }
    }

    private mutating func add(_ raw: Substring, in element: String?) {
        guard element != "style" else { return }
        if raw.contains("\"") || raw.contains("'") || raw.contains(">") { problems.append("not escaped: \(raw.prefix(80))") }
        var rest = raw
        while let begin = rest.firstIndex(of: "&") {
            text += rest[..<begin]
            let escapes = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
            guard let escape = escapes.first(where: { rest[begin...].hasPrefix($0.key) }) else {
                problems.append("no escape: \(rest[begin...].prefix(20))")
                return
            }
            text += escape.value
            rest = rest[begin...].dropFirst(escape.key.count)
        }
        text += rest
    }
}
