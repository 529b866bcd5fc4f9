import OrchestratorModel

extension Diagnostic: CustomStringConvertible {
    /// The first line of ``render(colored:)``, safe to print or log.
    public var description: String { "\(place)\(severity.rawValue)[\(code)]: \(Printable.escaped(message))" }

    /// The diagnostic as lines of text: place and sentence, the source line with a caret, what to do.
    ///
    /// - Parameter colored: Whether to use ANSI colours.
    /// - Returns: Text without a newline at its end. What came from the document is escaped, so that it can't move the cursor.
    public func render(colored: Bool = false) -> String {
        let style = Style(isColored: colored)
        let tint = severity == .error ? Style.red : Style.yellow
        var lines = [
            style.paint(place, Style.bold) + style.paint("\(severity.rawValue)[\(code)]:", tint) + " " + Printable.escaped(message)
        ]
        if let excerpt {
            let number = line.map(String.init) ?? ""
            let margin = String(repeating: " ", count: number.count)
            lines.append(style.paint(" \(number) | ", Style.faint) + excerpt.printed.text)
            lines.append(style.paint(" \(margin) | ", Style.faint) + excerpt.printed.indent + style.paint(excerpt.printed.carets, tint))
        }
        if let help { lines.append(style.paint("help:", Style.cyan) + " " + Printable.escaped(help)) }
        return lines.joined(separator: "\n")
    }

    private var place: String {
        if let file {
            let position = [line, column].compactMap { $0.map(String.init) }
            return ([Printable.escaped(file)] + position).joined(separator: ":") + ": "
        }
        if let variable { return "\(Printable.escaped(variable)): " }
        if let argument { return "--set \(Printable.escaped(argument)): " }
        return ""
    }

    private struct Style {
        static let bold = "1", red = "1;31", yellow = "1;33", cyan = "36", faint = "2"
        let isColored: Bool

        func paint(_ text: String, _ code: String) -> String {
            isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
        }
    }
}

extension Diagnostic.Excerpt {
    /// The line made printable, with what goes under it: tabs stay tabs, so that the caret stands right whatever their width.
    fileprivate var printed: (text: String, indent: String, carets: String) {
        let scalars = text.unicodeScalars
        let from = scalars.index(scalars.startIndex, offsetBy: start, limitedBy: scalars.endIndex) ?? scalars.endIndex
        let to = scalars.index(from, offsetBy: length, limitedBy: scalars.endIndex) ?? scalars.endIndex
        let before = Self.escaped(text[..<from])
        let pointedAt = Self.escaped(text[from..<to])
        let indent = before.split(separator: "\t", omittingEmptySubsequences: false).map { Self.spaces($0) }.joined(separator: "\t")
        let carets = String(repeating: "^", count: max(1, DisplayWidth.of(pointedAt)))
        return (before + pointedAt + Self.escaped(text[to...]), indent, carets)
    }

    private static func spaces(_ text: Substring) -> String { String(repeating: " ", count: DisplayWidth.of(text)) }

    private static func escaped(_ text: Substring) -> String {
        text.split(separator: "\t", omittingEmptySubsequences: false).map { Printable.escaped($0) }.joined(separator: "\t")
    }
}
