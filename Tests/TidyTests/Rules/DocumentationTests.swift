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
