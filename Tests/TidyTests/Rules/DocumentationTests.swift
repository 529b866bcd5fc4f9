import Testing

/// What is promised to Swift users is documented.
@Suite struct DocumentationTests {
    private func undocumented(in file: TextFile) -> [Offence] {
        let source = file.swift
        return source.tokens.indices.compactMap { index in
            let token = source[index]
            guard token.isWord("public", "open"), !source[index - 1].isMark("."), declaresSomething(source, after: index) else {
                return nil
            }
            let comment = file.commentAbove(token.line)
            if comment.hasPrefix("///") || comment.contains("\n///") || comment.contains("/**") { return nil }
            return Offence(file, token.line, "no documentation for '\(file.lines[token.line - 1].drop { $0 == " " })'")
        }
    }

    /// Modifiers may stand between the access level and what is declared; imports and extensions declare nothing, nor does `public(set)`.
    private func declaresSomething(_ source: SwiftSource, after index: Int) -> Bool {
        if source[index + 1].isMark("(") { return false }
        for token in source.tokens[(index + 1)...].prefix(8) {
            if token.isWord("import", "extension") { return false }
            if token.isWord("struct", "class", "enum", "actor", "protocol", "func", "init", "subscript", "var", "let", "typealias", "macro") {
                return true
            }
            if token.kind == .mark, !["(", ")"].contains(token.text) { return false }
        }
        return false
    }

    /// Operations of which the documentation does not say what they throw.
    private func silentAboutErrors(in file: TextFile) -> [Offence] {
        let source = file.swift
        return source.tokens.indices.compactMap { index in
            let token = source[index]
            guard token.isWord("public"), let function = (index...(index + 3)).first(where: { source[$0].isWord("func") }),
                isThrowing(source, function), !file.commentAbove(token.line).contains("- Throws:")
            else { return nil }
            return Offence(file, token.line, "'\(source[function + 1].text)' does not say what it throws")
        }
    }

    private func isThrowing(_ source: SwiftSource, _ function: Int) -> Bool {
        guard let open = source.tokens.indices[function...].first(where: { source[$0].isMark("(") }), let close = source.closing(open) else {
            return false
        }
        return source.tokens[close...].prefix { !$0.isMark("{") }.contains { $0.isWord("throws") }
    }

    @Test func operationsSayWhatTheyThrow() throws {
        let files = try Tree.here.get().swift(in: "Sources").filter { $0.path.contains("/StateManager") || $0.path.contains("/withStateManager") }
        #expect(files.count > 20)
        expectNone(files.flatMap(silentAboutErrors), "The documentation of an operation says what it throws:")
    }

    @Test(arguments: [
        ("/// A.\npublic func a() throws {}", 1), ("/// A.\npublic static func a(_ b: () throws -> Void) async throws -> Int { 1 }", 1),
        ("/// A.\n/// - Throws: b.\npublic func a() throws {}", 0), ("/// A.\npublic func a(_ b: () throws -> Void) {}", 0),
        ("/// A.\nfunc a() throws {}", 0), ("/// A.\npublic let a = 1", 0),
    ])
    func findsWhatIsSilentAboutErrors(text: String, count: Int) {
        #expect(silentAboutErrors(in: TextFile(path: "Sources/M/A.swift", text: text)).count == count)
    }

    @Test func publicDeclarationsAreDocumented() throws {
        let libraries = try Tree.here.get().swift(in: "Sources").filter { $0.module != "orchestrator" }
        #expect(!libraries.isEmpty)
        expectNone(libraries.flatMap(undocumented), "A public declaration has a doc comment that says what is promised:")
    }

    @Test(arguments: [
        ("public struct A {}", 1), ("// Not documentation.\npublic let a = 1", 1), ("/// A.\n\npublic let a = 1", 1),
        ("@Test\npublic static func a() {}", 1), ("public private(set) var a = 1", 1),
        ("/// A.\n@available(macOS 15, *)\npublic final class A {}", 0),
        ("/** A. */\npublic init() {}", 0), ("public import A\npublic extension B {}", 0), ("/// A.\n// Why.\npublic var a = 1", 0),
        ("package struct A {}", 0),
    ])
    func findsWhatIsUndocumented(text: String, count: Int) {
        #expect(undocumented(in: TextFile(path: "Sources/M/A.swift", text: text)).count == count)
    }
}
