/// Reads the failed tests of JUnit XML.
struct JUnitParser {
    private let paths: CheckoutPaths
    private var diagnostics: [Diagnostic] = []
    private var suite: String?
    private var test: [String: String] = [:]
    private var problem: Problem?
    /// What was found in the current test: it counts only if the test is not marked as skipped as well, as one that is expected to fail is.
    private var pending: [Diagnostic] = []
    private var isSkipped = false

    private struct Problem {
        var element: String
        var attributes: [String: String]
        var text = ""
    }

    /// Whether a text holds a report.
    static func isReport(_ text: String) -> Bool {
        let lines = ["<testsuite", "<testsuites", "<testcase"]
        return text.utf8.contains(UInt8(ascii: "<")) && lines.contains { OutputLine(bytes: ArraySlice(text.utf8)).contains($0) }
    }

    static func diagnostics(in text: String, paths: CheckoutPaths) -> [Diagnostic] {
        var parser = JUnitParser(paths: paths)
        var scanner = XMLScanner(text)
        while let token = scanner.next() { parser.read(token) }
        parser.endTest()
        return parser.diagnostics
    }

    private init(paths: CheckoutPaths) { self.paths = paths }

    private mutating func read(_ token: XMLScanner.Token) {
        switch token {
        case .start("testsuite", let attributes, _):
            suite = attributes["name"]
        case .start("testcase", let attributes, _):
            endTest()
            test = attributes
        case .start("skipped", _, _):
            isSkipped = true
        case .start(let name, let attributes, let isEmpty) where name == "failure" || name == "error":
            problem = Problem(element: name, attributes: attributes)
            if isEmpty { finish() }
        case .text(let text):
            problem?.text += text
        case .end(let name) where name == problem?.element:
            finish()
        default: break
        }
    }

    private mutating func endTest() {
        if !isSkipped { diagnostics += pending }
        pending = []
        isSkipped = false
    }

    private mutating func finish() {
        guard let problem else { return }
        self.problem = nil
        let test = testName
        let message = problem.attributes["message"] ?? ""
        let lines = OutputLines(problem.text)
        let place = place(in: lines)
        pending.append(
            Diagnostic(
                level: .error, title: "\(test) failed",
                description: message.isEmpty ? lines.indices.lazy.map { lines[$0].trimmed.text }.first { !$0.isEmpty } ?? "" : message,
                file: place?.file, line: place?.line, rule: test,
                evidence: .text(problem.text.allSatisfy(\.isWhitespace) ? message : problem.text)))
    }

    private var testName: String {
        let name = test["name"] ?? "test"
        // Linters give the path of a file as the class.
        let suite = test["classname"].map { $0.hasPrefix("/") ? paths.relative($0) ?? "" : $0 } ?? ""
        return suite.isEmpty || name.hasPrefix(suite) ? name : "\(suite).\(name)"
    }

    /// What the test case says of its place, else the first place in the repository that the text names.
    private func place(in lines: OutputLines) -> (file: String, line: Int?)? {
        let line = test["line"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        if let file = test["file"] ?? test["filepath"] { return (file, line) }
        if let line, let suite, suite.hasPrefix("/"), paths.isOwn(suite) { return (suite, line) }
        for index in lines.indices.prefix(500) {
            let text = lines[index]
            if let frame = PythonTraceback.frame(text), paths.isOwn(frame.file) { return (frame.file, frame.line) }
            let found = SourceLocation.leading(text.trimmed) ?? SourceLocation.following(["(", "at "], in: text)
            if let place = found?.location, paths.isOwn(place.file) { return (place.file, place.line) }
        }
        return nil
    }
}
