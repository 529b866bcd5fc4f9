/// Recognises exceptions that ended a Python program.
enum PythonTracebackParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if !found.isClaimed(index), line.trimmed.starts(with: PythonTraceback.header) {
                let traceback = PythonTraceback(at: index, before: lines.count, in: lines)
                add(traceback, to: &found)
                index = traceback.range.upperBound
            } else if !found.isClaimed(index), let frame = PythonTraceback.frame(line), line.starts(with: "  File") {
                addSyntaxError(frame, at: index, to: &found)
                index += 1
            } else {
                index += 1
            }
        }
    }

    private static func add(_ traceback: PythonTraceback, to found: inout DiagnosticCollector) {
        let frame = traceback.frame(in: found.paths)
        found.claim(traceback.range)
        found.add(
            Diagnostic(
                level: .error, title: traceback.message ?? "exception in Python", file: frame?.file, line: frame?.line,
                rule: traceback.type, evidence: .lines(traceback.range)))
    }

    /// A syntax error has a place but no traceback: `File "x.py", line 1`, the line, a caret, `SyntaxError: …`.
    private static func addSyntaxError(_ frame: PythonTraceback.Frame, at index: Int, to found: inout DiagnosticCollector) {
        let window = (index + 1)..<min(index + 6, found.lines.count)
        guard let end = window.first(where: { found.lines[$0].indentation == 0 && found.lines[$0].contains("Error: ") }) else { return }
        let message = found.lines[end].text
        found.claim(index..<(end + 1))
        found.add(
            Diagnostic(
                level: .error, title: message, file: frame.file, line: frame.line, rule: String(message.prefix { $0 != ":" }),
                evidence: .lines(index..<(end + 1))))
    }
}
