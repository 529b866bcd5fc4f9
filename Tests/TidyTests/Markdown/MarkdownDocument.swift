/// A Markdown file, as far as links and code blocks go.
struct MarkdownDocument {
    struct Link {
        let target: String
        let line: Int
    }

    struct CodeBlock {
        let language: String
        let lines: [Substring]
        let line: Int
    }

    private(set) var links: [Link] = []
    private(set) var blocks: [CodeBlock] = []
    /// The fragments that GitHub gives to the headings, and the names of HTML anchors.
    private(set) var anchors: Set<String> = []

    init(_ file: TextFile) {
        var fence: (mark: Substring, language: String, line: Int)?
        var code: [Substring] = []
        for (index, line) in file.lines.enumerated() {
            let text = line.drop { $0 == " " }
            if let open = fence {
                if text.hasPrefix(open.mark), text.allSatisfy({ $0 == open.mark.first || $0 == " " }) {
                    blocks.append(CodeBlock(language: open.language, lines: code, line: open.line))
                    fence = nil
                } else {
                    code.append(line)
                }
            } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
                let mark = text.prefix { $0 == text.first }
                let language = text.dropFirst(mark.count).drop { $0 == " " }.prefix { $0 != " " }
                fence = (mark, String(language), index + 1)
                code = []
            } else {
                read(line, number: index + 1)
            }
        }
    }

    private mutating func read(_ line: Substring, number: Int) {
        if let heading = line.firstMatch(of: #/^\#{1,6} +(.*?)[ #]*$/#) { addAnchor(for: String(heading.1)) }
        for match in line.matches(of: /<[a-z]+ +(?:id|name)="([^"]+)"/) { anchors.insert(String(match.1)) }
        let text = line.replacing(/`[^`]*`/, with: "``")
        for match in text.matches(of: /\]\(<?([^)\s>]+)>?[^)]*\)/) { links.append(Link(target: String(match.1), line: number)) }
        if let match = text.firstMatch(of: /^ {0,3}\[[^\]]+\]: +<?([^\s>]+)/) { links.append(Link(target: String(match.1), line: number)) }
    }

    /// Lower case, without punctuation, with hyphens for spaces; a second heading of the same name gets `-1`, and so on.
    private mutating func addAnchor(for heading: String) {
        let text = heading.replacing(/!?\[([^\]]*)\]\([^)]*\)/) { $0.1 }
        let kept = text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == " " }
        let name = kept.replacing(" ", with: "-")
        var unique = name
        var count = 0
        while anchors.contains(unique) {
            count += 1
            unique = "\(name)-\(count)"
        }
        anchors.insert(unique)
    }
}
