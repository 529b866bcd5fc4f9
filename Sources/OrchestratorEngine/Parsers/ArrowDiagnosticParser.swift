/// Recognises diagnostics of which the place stands on a line of its own, after `-->`: those of rustc and of linters that print in its style.
enum ArrowDiagnosticParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        var previousEnd = 0
        for index in lines.indices where index > previousEnd && !found.isClaimed(index) {
            guard let place = lines[index].trimmed.dropping(prefix: "--> "), let (location, _) = SourceLocation.leading(place) else {
                continue
            }
            let header = lines[index - 1]
            guard header.indentation == 0, !header.isBlank else { continue }
            let (level, rule, title) = message(header)
            previousEnd = lines.paragraphEnd(from: index, atMost: 40)
            let range = (index - 1)..<previousEnd
            found.claim(range)
            found.add(
                Diagnostic(
                    level: level, title: title, file: location.file, line: location.line, rule: rule,
                    suggestedFix: help(in: range, of: lines), evidence: .lines(range)))
        }
    }

    private static func message(_ header: OutputLine) -> (Diagnostic.Level, rule: String?, title: String) {
        for (word, level) in [("error", Diagnostic.Level.error), ("warning", .warning), ("note", .note)] {
            guard let rest = header.dropping(prefix: word) else { continue }
            var cursor = LineCursor(rest)
            var rule: String?
            if cursor.skip("[") {
                rule = cursor.take { $0 != UInt8(ascii: "]") }.text
                _ = cursor.skip("]")
            }
            if cursor.skip(":") { return (level, rule, cursor.remainder.trimmed.text) }
        }
        // Linters begin with the code of the rule.
        var cursor = LineCursor(header)
        let code = cursor.take { $0.isASCIIUppercase || $0.isASCIIDigit }
        guard code.bytes.count >= 2, code.bytes.contains(where: \.isASCIIDigit), cursor.skip(" ") else { return (.error, nil, header.text) }
        if cursor.skip("[*]") { cursor.skipSpaces() }
        return (.error, code.text, cursor.remainder.trimmed.text)
    }

    private static func help(in range: Range<Int>, of lines: OutputLines) -> String? {
        for index in range {
            let line = lines[index].trimmed
            if let help = line.dropping(prefix: "= help: ") ?? line.dropping(prefix: "help: ") { return help.text }
        }
        return nil
    }
}
