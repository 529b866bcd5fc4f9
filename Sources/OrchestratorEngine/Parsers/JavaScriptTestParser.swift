/// Recognises the failures that the test runners of JavaScript print for people: Node's (`✖ name`), Jest's (`● name`) and Vitest's (`FAIL file > name`).
enum JavaScriptTestParser {
    private static let window = 60

    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        var seen: Set<String> = []
        for index in lines.indices where !found.isClaimed(index) {
            let line = lines[index]
            var diagnostic: Diagnostic?
            if let place = line.dropping(prefix: "test at ") {
                diagnostic = nodeFailure(place, at: index, in: lines)
            } else if line.indentation > 0, line.indentation <= 4, let name = line.trimmed.dropping(prefix: "● ") {
                diagnostic = stackedFailure(name, at: index, found)
            } else if let name = line.dropping(prefix: " FAIL  "), name.contains(" > ") {
                diagnostic = stackedFailure(name, at: index, found)
            }
            if let diagnostic, seen.insert(diagnostic.title).inserted { found.add(diagnostic) }
        }
    }

    /// `test at file.js:4:1`, then `✖ name (3.4ms)`.
    private static func nodeFailure(_ place: OutputLine, at index: Int, in lines: OutputLines) -> Diagnostic? {
        guard index + 1 < lines.count, let (location, _) = SourceLocation.leading(place),
            let rest = lines[index + 1].dropping(prefix: "✖ "), !rest.contains("# TODO"), !rest.contains("# SKIP")
        else { return nil }
        let name = rest.bytes.lastIndex(of: UInt8(ascii: "(")).map { OutputLine(bytes: rest.bytes[..<$0]).trimmed } ?? rest
        let limit = min(index + window, lines.count)
        let end = ((index + 2)..<max(limit, index + 2)).first { lines[$0].starts(with: "test at ") } ?? limit
        return Diagnostic(
            level: .error, title: "\(name.text) failed", description: index + 2 < end ? lines[index + 2].trimmed.text : "",
            file: location.file, line: location.line, rule: name.text, evidence: .lines(index..<end))
    }

    /// A name, a message, and a stack or a pointer that names the place.
    private static func stackedFailure(_ name: OutputLine, at index: Int, _ found: DiagnosticCollector) -> Diagnostic? {
        let lines = found.lines
        let limit = min(index + window, lines.count)
        let body = (index + 1)..<max(limit, index + 1)
        let end = body.first { lines[$0].trimmed.starts(with: "● ") || lines[$0].starts(with: " FAIL  ") } ?? limit
        var place: SourceLocation?
        for line in (index + 1)..<max(end, index + 1) {
            guard let (location, _) = SourceLocation.following(["(", "at ", "❯ "], in: lines[line]), found.paths.isOwn(location.file) else {
                continue
            }
            place = location
            break
        }
        guard let place else { return nil }
        let message = (index + 1..<max(end, index + 1)).first { !lines[$0].isBlank }.map { lines[$0].trimmed.text }
        return Diagnostic(
            level: .error, title: "\(name.text) failed", description: message ?? "", file: place.file, line: place.line, rule: name.text,
            evidence: .lines(index..<end))
    }
}
