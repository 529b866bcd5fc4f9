/// Recognises the failures of `go test`: `--- FAIL: TestName (0.00s)` with `file_test.go:12: message`, after it or, with `-v`, before it.
enum GoTestParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        var logged: [String: Entry] = [:]
        var running: String?
        for index in lines.indices where !found.isClaimed(index) {
            let line = lines[index].trimmed
            if let name = line.dropping(prefix: "=== RUN ") ?? line.dropping(prefix: "=== NAME ") ?? line.dropping(prefix: "=== CONT ") {
                running = name.trimmed.text
            } else if let rest = line.dropping(prefix: "--- FAIL: "), let (name, _) = rest.split(at: " (") {
                running = nil
                let entry = entry(after: index, in: lines) ?? logged[name.text]
                add(name.text, entry, at: index, to: &found)
            } else if let running, logged[running] == nil, let entry = entry(at: index, in: lines) {
                logged[running] = entry
            }
        }
    }

    private struct Entry {
        var location: SourceLocation
        var message: String
        var index: Int
    }

    private static func entry(at index: Int, in lines: OutputLines) -> Entry? {
        let line = lines[index]
        guard line.indentation >= 4, let (location, message) = SourceLocation.leading(line.trimmed), location.file.hasSuffix(".go") else {
            return nil
        }
        return Entry(location: location, message: message.text, index: index)
    }

    /// The first message below the line of a failed test.
    private static func entry(after index: Int, in lines: OutputLines) -> Entry? {
        let depth = lines[index].indentation
        for next in (index + 1)..<max(min(index + 20, lines.count), index + 1) {
            let line = lines[next]
            guard line.indentation > depth, !line.trimmed.starts(with: "---") else { return nil }
            if let entry = entry(at: next, in: lines) { return entry }
        }
        return nil
    }

    private static func add(_ name: String, _ entry: Entry?, at index: Int, to found: inout DiagnosticCollector) {
        let lines = found.lines
        if entry == nil, index + 1 < lines.count, lines[index + 1].indentation > lines[index].indentation,
            lines[index + 1].trimmed.starts(with: "--- ")
        {
            // A test that failed because of its subtests only: they are reported themselves.
            return
        }
        let start = min(index, entry?.index ?? index)
        let end = max(index, entry?.index ?? index) + 1
        found.add(
            Diagnostic(
                level: .error, title: "\(name) failed", description: entry?.message ?? "", file: entry?.location.file,
                line: entry?.location.line, rule: name, evidence: .lines(start..<min(end + 3, start + 40, lines.count))))
        found.claim(index..<(index + 1))
    }
}
