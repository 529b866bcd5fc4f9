import Foundation
import Testing

/// Links in the documentation lead somewhere.
@Suite struct LinkTests {
    /// - Parameters:
    ///   - documents: Every Markdown file by its path.
    ///   - exists: Whether a path relative to the root is a file or a folder.
    private func brokenLinks(in file: TextFile, _ documents: [String: MarkdownDocument], exists: (String) -> Bool) -> [Offence] {
        documents[file.path, default: MarkdownDocument(file)].links.compactMap { link in
            // A scheme: the link leads out of the repository.
            guard link.target.firstMatch(of: /^[a-z][a-z0-9+.-]*:/.ignoresCase()) == nil else { return nil }
            let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            guard let path = resolve(String(parts[0]).removingPercentEncoding ?? "", from: file.path) else {
                return Offence(file, link.line, "'\(link.target)' leads out of the repository")
            }
            guard exists(path) else { return Offence(file, link.line, "'\(link.target)' does not exist") }
            guard parts.count == 2, let document = documents[path] else { return nil }
            return document.anchors.contains(String(parts[1])) ? nil : Offence(file, link.line, "'\(link.target)': no such heading")
        }
    }

    private func resolve(_ target: String, from file: String) -> String? {
        if target.isEmpty { return file }
        var parts = target.hasPrefix("/") ? [] : file.split(separator: "/").dropLast()
        for part in target.split(separator: "/") where part != "." {
            guard part == ".." else {
                parts.append(part)
                continue
            }
            guard parts.popLast() != nil else { return nil }
        }
        return parts.joined(separator: "/")
    }

    @Test func linksLeadSomewhere() throws {
        let tree = try Tree.here.get()
        let markdown = tree.files.filter { $0.path.hasSuffix(".md") }
        let documents = Dictionary(uniqueKeysWithValues: markdown.map { ($0.path, MarkdownDocument($0)) })
        #expect(documents.values.contains { !$0.links.isEmpty })
        expectNone(
            markdown.flatMap { brokenLinks(in: $0, documents, exists: tree.contains) },
            "A relative link names a file of the repository, and a heading that is there:")
    }

    @Test(arguments: [
        ("[a](b.md)", 1), ("![a](pictures/b.png \"c\")", 1), ("[a](../../c)", 1), ("[a]: nowhere.md", 1), ("[a](#missing)", 1),
        ("[a](../x.md#twice-2)", 1),
        ("[a](../x.md#a-b_c-d) [b](../x.md#twice-1) [c](x.md) [d](../docs)", 0), ("# `Own` one\n[a](#own-one)", 0), ("`[a](b)`", 0),
        ("```\n[a](b)\n```", 0), ("[a](https://example.com/b#c)", 0), ("<a id=\"here\"></a> [a](#here)", 0),
    ])
    func findsBrokenLinks(text: String, count: Int) {
        let other = TextFile(path: "x.md", text: "# A, b_c: [d](e)\n## Twice\n## Twice\n")
        let file = TextFile(path: "docs/x.md", text: text)
        let documents = ["x.md": MarkdownDocument(other), "docs/x.md": MarkdownDocument(file)]
        #expect(brokenLinks(in: file, documents) { ["x.md", "docs/x.md", "docs"].contains($0) }.count == count)
    }
}
