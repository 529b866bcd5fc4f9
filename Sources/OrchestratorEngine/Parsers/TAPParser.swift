/// Recognises failures in the Test Anything Protocol: `not ok 1 - name`, with the block of YAML after it where there is one.
enum TAPParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        var index = 0
        while index < lines.count {
            let start = index
            index += 1
            guard !found.isClaimed(start), let rest = lines[start].trimmed.dropping(prefix: "not ok"), let name = testName(rest) else {
                continue
            }
            let block = block(after: start, in: lines)
            index = block.upperBound
            found.claim(start..<block.upperBound)
            let diagnostic = diagnostic(name, start..<block.upperBound, in: lines)
            if let diagnostic { found.add(diagnostic) }
        }
    }

    /// `nil` for what is marked as expected to fail.
    private static func testName(_ rest: OutputLine) -> String? {
        var cursor = LineCursor(rest)
        cursor.skipSpaces()
        let number = cursor.number()
        cursor.skipSpaces()
        if cursor.skip("- ") { cursor.skipSpaces() }
        let upper = cursor.remainder.text.uppercased()
        if upper.contains("# TODO") || upper.contains("# SKIP") { return nil }
        let name = cursor.remainder.trimmed.text
        return name.isEmpty ? number.map { "test \($0)" } : name
    }

    /// The lines that belong to a test: from `---` to `...`, or the comments of Perl's tests.
    private static func block(after start: Int, in lines: OutputLines) -> Range<Int> {
        let next = start + 1
        guard next < lines.count else { return start..<next }
        let window = next..<min(next + 400, lines.count)
        if lines[next].trimmed.text == "---" {
            let end = window.first { lines[$0].trimmed.text == "..." }
            return start..<(end.map { $0 + 1 } ?? window.upperBound)
        }
        return start..<(window.first { !lines[$0].trimmed.starts(with: "#  ") } ?? window.upperBound)
    }

    private static func diagnostic(_ name: String, _ range: Range<Int>, in lines: OutputLines) -> Diagnostic? {
        var diagnostic = Diagnostic(level: .error, title: "\(name) failed", rule: name, evidence: .lines(range))
        for index in range.dropFirst() {
            let line = lines[index].trimmed
            if line.starts(with: "failureType: 'subtestsFailed'") { return nil }
            if let place = line.dropping(prefix: "location:"), let (location, _) = SourceLocation.leading(place.trimmed.unquoted) {
                diagnostic.file = location.file
                diagnostic.line = location.line
            } else if diagnostic.description.isEmpty, let message = line.dropping(prefix: "error:") ?? line.dropping(prefix: "message:") {
                let text = message.trimmed.unquoted.text
                let isBlock = text.hasPrefix("|") || text.hasPrefix(">")
                diagnostic.description = isBlock && index + 1 < range.upperBound ? lines[index + 1].trimmed.text : text
            } else if diagnostic.file == nil, let place = line.dropping(prefix: "#   at "), let (file, after) = place.split(at: " line ") {
                var cursor = LineCursor(after)
                diagnostic.file = file.text
                diagnostic.line = cursor.number()
            }
        }
        return diagnostic
    }
}
