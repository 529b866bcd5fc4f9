/// Recognises the failures that Python's unittest prints.
enum UnittestParser {
    static func parse(into found: inout DiagnosticCollector) {
        let lines = found.lines
        let separators = lines.indices.filter { lines[$0].isRule(of: "=", atLeast: 70) }
        for (position, separator) in separators.enumerated() where separator + 1 < lines.count {
            let header = lines[separator + 1]
            guard let name = header.dropping(prefix: "FAIL: ") ?? header.dropping(prefix: "ERROR: ") else { continue }
            let limit = position + 1 < separators.count ? separators[position + 1] : lines.count
            add(name, (separator + 1)..<limit, to: &found)
        }
    }

    private static func add(_ name: OutputLine, _ block: Range<Int>, to found: inout DiagnosticCollector) {
        let lines = found.lines
        let test = qualifiedName(name)
        var diagnostic = Diagnostic(
            level: .error, title: "\(test) failed", rule: test,
            evidence: .lines(block.lowerBound..<min(block.lowerBound + 2, block.upperBound)))
        let window = block.lowerBound..<min(block.lowerBound + 40, block.upperBound)
        if let start = window.first(where: { lines[$0].starts(with: PythonTraceback.header) }) {
            let traceback = PythonTraceback(at: start, before: block.upperBound, in: lines)
            // The first frame of the repository is the test itself: what it calls may change from pass to pass.
            let frame = traceback.frames.first { found.paths.isOwn($0.file) } ?? traceback.frames.last
            diagnostic.description = traceback.message ?? ""
            diagnostic.file = frame?.file
            diagnostic.line = frame?.line
            diagnostic.evidence = .lines(block.lowerBound..<traceback.range.upperBound)
        }
        if case .lines(let range) = diagnostic.evidence { found.claim(range) }
        found.add(diagnostic)
    }

    /// `test_a (module.Class.test_a) (n=0)` → `module.Class.test_a (n=0)`; before Python 3.11 the parentheses held the class alone.
    private static func qualifiedName(_ name: OutputLine) -> String {
        guard let (method, rest) = name.split(at: " ("), let (qualified, after) = rest.split(at: ")") else { return name.text }
        let full =
            qualified.ends(with: "." + method.text) || qualified.text == method.text ? qualified.text : "\(qualified.text).\(method.text)"
        return full + after.text
    }
}
