import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What tools, agents and people write stands in every export as text.
@Suite(.everyEngine) struct HostileTextTests {
    @Test func survivesJSONByteForByte() async throws {
        let (store, other) = (try await Store(), try await Store())
        let run = try await store.hostile()
        let text = try await store.exported(run)
        try ExportJudge.expectValid([text])
        try await other.importRun(text)
        #expect(try await other.exported(run) == text)
        let finding = try #require(await other.state.findings(FindingFilter(run: run)).first { $0.severity == .major })
        #expect(finding.title == HostileText.title && finding.evidence == HostileText.evidence)
        #expect(finding.evidence.utf8.count == Limits.evidence)
        #expect(!text.utf8.contains { $0 < 0x20 && $0 != 0x0A } && !text.utf8.contains(0x7F))
    }

    @Test func isNoMarkupInHTML() async throws {
        let store = try await Store()
        let html = HTMLReport.text(of: try await store.document(try await store.hostile()))
        let page = try HTMLPage(html)
        #expect(page.problems == [])
        #expect(page.elements.isDisjoint(with: ["script", "u", "b", "i", "img", "iframe", "object", "link", "form", "base"]))
        #expect(!html.unicodeScalars.contains(where: HostileText.isObeyed))
        // All that a browser would show of it is the text itself.
        #expect(page.text.contains("<script>alert('x')</script> \"q\" &amp; | a `b` *c* [d](e) \\u{1b}[31m\\u{9b}2J\\u{202e}"))
        #expect(page.text.contains("</pre></style></script>-->"))
        #expect(page.text.contains("𝒳😀 \\ $x$"))
    }

    @Test func isNoMarkupInMarkdown() async throws {
        let store = try await Store()
        let text = MarkdownReport.text(of: try await store.document(try await store.hostile()))
        #expect(!text.unicodeScalars.contains(where: HostileText.isObeyed))
        var fence: Substring?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let ticks = line.prefix { $0 == "`" }
            if ticks.count >= 3 { if fence == nil { fence = ticks } else if line == fence ?? "" { fence = nil } }
            guard fence == nil else { continue }
            // Outside of code no tag can begin, and a bar that is no border is escaped.
            let outside = Self.withoutCode(line)
            #expect(!outside.contains("<"), "\(line.prefix(200))")
            #expect(!line.hasPrefix("# heading") && !line.hasPrefix("~~~"), "\(line.prefix(200))")
        }
        #expect(fence == nil)
        #expect(text.contains("𝒳😀"))
    }

    /// Every row of a table has the cells of its head: no bar of a text is a border.
    @Test func isNoBorderInMarkdown() async throws {
        let store = try await Store()
        let text = MarkdownReport.text(of: try await store.document(try await store.hostile()))
        var (columns, rows): (Int?, Int) = (nil, 0)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("| ") else {
                columns = nil
                continue
            }
            let borders = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
            #expect(borders == columns ?? borders, "\(line.prefix(300))")
            columns = borders
            rows += 1
        }
        #expect(rows >= 20)
    }

    private static func withoutCode(_ line: Substring) -> String {
        var (rest, result) = (line, "")
        while let begin = rest.firstIndex(of: "`") {
            if begin > rest.startIndex, rest[rest.index(before: begin)] == "\\" {
                result += rest[...begin]
                rest = rest[rest.index(after: begin)...]
                continue
            }
            let ticks = rest[begin...].prefix { $0 == "`" }
            guard let end = rest[ticks.endIndex...].firstRange(of: String(ticks)) else { break }
            result += rest[..<begin]
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    @Test func survivesSARIF() async throws {
        let store = try await Store()
        let text = SARIFReport.text(of: try await store.document(try await store.hostile()))
        let log = try JSONValue(text: text)
        #expect(SARIFLog.problems(of: log) == [])
        #expect(try ExportJudge.problems(ofLogs: [text]) == [[]])
        let results = log["runs"]?.array?.first?["results"]?.array ?? []
        #expect(results.first?["message"]?["text"]?.string == HostileText.title + "\n\n" + HostileText.block)
        #expect(results.first?["properties"]?["evidence"]?.string == HostileText.evidence)
        let location = results.first?["locations"]?.array?.first?["physicalLocation"]
        #expect(location?["artifactLocation"]?["uri"]?.string == "src/%3Cb%3E%7C%E2%80%AE.py")
    }

    @Test func isOneLineOfTheLog() {
        #expect(Printable.escaped(HostileText.block).unicodeScalars.allSatisfy { !HostileText.isObeyed($0) && $0 != "\n" })
    }
}
