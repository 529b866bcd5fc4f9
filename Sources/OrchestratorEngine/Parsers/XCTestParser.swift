/// Recognises the failures that XCTest prints: `file:line: error: Suite.test : message`, on macOS `-[Module.Suite test]`.
enum XCTestParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        for index in lines.indices where !found.isClaimed(index) {
            guard let (location, rest) = SourceLocation.leading(lines[index]), let message = rest.dropping(prefix: "error: "),
                let (name, text) = message.split(at: " : "), let test = testName(name)
            else { continue }
            found.claim(index..<(index + 1))
            found.add(
                Diagnostic(
                    level: .error, title: "\(test) failed", description: text.trimmed.text, file: location.file, line: location.line,
                    rule: test, evidence: .lines(max(0, index - 1)..<min(index + 2, lines.count))))
        }
    }

    private static func testName(_ name: OutputLine) -> String? {
        if let inner = name.dropping(prefix: "-[")?.dropping(suffix: "]"), let (suite, test) = inner.split(at: " ") {
            return "\(suite.text).\(test.text)"
        }
        guard name.contains("."), !name.contains(" "), name.bytes.count <= 512 else { return nil }
        return name.text
    }
}
