import Testing

/// Swift in the documentation is Swift that compiles: it stands, line by line, in a source file of the repository.
@Suite struct SwiftBlockTests {
    private func uncompiledBlocks(in file: TextFile, sources: [TextFile]) -> [Offence] {
        let compiled = sources.map { "\n" + withoutIndentation($0.lines) + "\n" }
        return MarkdownDocument(file).blocks.filter { $0.language == "swift" }.compactMap { block in
            let text = "\n" + withoutIndentation(block.lines) + "\n"
            return compiled.contains { $0.contains(text) } ? nil : Offence(file, block.line, "no source file holds this Swift")
        }
    }

    /// What a test holds is indented more than what the documentation shows.
    private func withoutIndentation(_ lines: [Substring]) -> String {
        lines.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    @Test func swiftInTheDocumentationIsCompiled() throws {
        let tree = try Tree.here.get()
        let documents = tree.files.filter { $0.path.hasSuffix(".md") }
        let sources = tree.swift(in: "Sources", "Tests", "Examples") + tree.files.filter { $0.path == "Package.swift" }
        expectNone(
            documents.flatMap { uncompiledBlocks(in: $0, sources: sources) },
            "Swift in the documentation is taken, line by line, from a source file that is compiled:")
    }

    @Test func findsSwiftThatIsNotCompiled() {
        let document = TextFile(path: "a.md", text: "```swift\nlet a = b()\n\na.c()\n```\n```sh\nls\n```\n")
        func source(_ text: String) -> TextFile { TextFile(path: "Tests/A/B.swift", text: text) }
        #expect(uncompiledBlocks(in: document, sources: [source("func d() {\n    let a = b()\n    a.c()\n}\n")]).isEmpty)
        #expect(uncompiledBlocks(in: document, sources: [source("    let a = b()\n    a.d()\n")]).map(\.line) == [1])
        #expect(uncompiledBlocks(in: document, sources: []).count == 1)
    }
}
