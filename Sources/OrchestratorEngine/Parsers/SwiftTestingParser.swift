/// Recognises the issues that Swift Testing prints: `✘ Test name() recorded an issue at File.swift:3:9: message`, with `↳` lines after it.
enum SwiftTestingParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        for index in lines.indices where !found.isClaimed(index) {
            guard let (before, after) = lines[index].split(at: " recorded an issue"), let (_, name) = before.split(at: "Test ") else {
                continue
            }
            guard let (location, message) = SourceLocation.following([" at "], in: after) else { continue }
            var end = index + 1
            while end < lines.count, end < index + 20, lines[end].trimmed.starts(with: "↳") { end += 1 }
            let test = name.unquoted.text
            found.claim(index..<end)
            found.add(
                Diagnostic(
                    level: .error, title: "\(test) failed", description: message.text, file: location.file, line: location.line,
                    rule: test, evidence: .lines(index..<end)))
        }
    }
}
