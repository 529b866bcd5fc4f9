import AgentOrchestrator

/// A line for a terminal: texts in styles, cut by the width they take.
struct TerminalLine: Hashable {
    private struct Span: Hashable {
        var text: String
        var style: Style?
    }

    private var spans: [Span] = []
    /// How many cells it takes.
    private(set) var width = 0

    init(_ text: String = "", _ style: Style? = nil) {
        append(text, style)
    }

    /// - Parameter text: Safe for a terminal.
    mutating func append(_ text: String, _ style: Style? = nil) {
        guard !text.isEmpty else { return }
        spans.append(Span(text: text, style: style))
        width += DisplayWidth.of(text)
    }

    /// The line, at most that wide.
    func cut(to columns: Int, ellipsis: String) -> TerminalLine {
        guard width > columns else { return self }
        var result = TerminalLine()
        for span in spans {
            // The last span that has room for its beginning gets the ellipsis for all that is missing.
            let room = columns - result.width
            let isLast = DisplayWidth.of(span.text) + DisplayWidth.of(ellipsis) > room
            guard isLast else {
                result.append(span.text, span.style)
                continue
            }
            result.append(DisplayWidth.cut(span.text + ellipsis, to: room, ellipsis: ellipsis), span.style)
            break
        }
        return result
    }

    func text(colored: Bool) -> String {
        spans.map { span in
            guard colored, let style = span.style else { return span.text }
            return "\u{1B}[\(style.rawValue)m\(span.text)\u{1B}[0m"
        }.joined()
    }
}
