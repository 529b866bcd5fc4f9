/// Recognises the failures of `cargo test`: `test name ... FAILED` and the panics that belong to them.
enum CargoTestParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        var failed: [(name: String, index: Int)] = []
        var panics: [String: Diagnostic] = [:]
        for index in lines.indices where !found.isClaimed(index) {
            let line = lines[index]
            if let name = line.dropping(prefix: "test ")?.dropping(suffix: " ... FAILED") {
                failed.append((name.text, index))
            } else if let rest = line.dropping(prefix: "thread '"), let (name, after) = rest.split(at: "' "),
                let panic = panic(after, at: index, in: lines)
            {
                if panics[name.text] == nil { panics[name.text] = panic }
            }
        }
        for (name, index) in failed {
            var diagnostic = panics[name] ?? Diagnostic(level: .error, title: "", evidence: .lines(index..<(index + 1)))
            diagnostic.title = "\(name) failed"
            diagnostic.rule = name
            if case .lines(let range) = diagnostic.evidence { found.claim(range) }
            found.add(diagnostic)
        }
    }

    /// `(4711) panicked at src/lib.rs:7:17:` and the message on the next line; before Rust 1.73 `panicked at 'message', src/lib.rs:7:17`.
    private static func panic(_ line: OutputLine, at index: Int, in lines: OutputLines) -> Diagnostic? {
        guard let (_, place) = line.split(at: "panicked at ") else { return nil }
        let window = (index + 1)..<lines.paragraphEnd(from: index + 1, atMost: 30)
        let end = window.first { lines[$0].starts(with: "stack backtrace:") || lines[$0].starts(with: "note: ") } ?? window.upperBound
        var diagnostic = Diagnostic(level: .error, title: "", evidence: .lines(index..<max(end, index + 1)))
        if let (location, _) = SourceLocation.leading(place) {
            diagnostic.file = location.file
            diagnostic.line = location.line
            diagnostic.description = index + 1 < end ? lines[index + 1].text : ""
        } else if let (location, _) = SourceLocation.following(["', "], in: place) {
            diagnostic.file = location.file
            diagnostic.line = location.line
            diagnostic.description = place.dropping(prefix: "'")?.split(at: "', ")?.before.text ?? ""
        }
        return diagnostic
    }
}
