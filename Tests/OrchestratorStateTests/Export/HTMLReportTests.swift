import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// The page for people.
@Suite(.everyEngine) struct HTMLReportTests {
    private func page(seed: Int) async throws -> (html: String, page: HTMLPage, document: RunDocument) {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: seed)
        try await history.go(steps: 90)
        let document = try await store.document(history.runs[0])
        let html = HTMLReport.text(of: document)
        return (html, try HTMLPage(html), document)
    }

    @Test(arguments: 0..<6) func isWellFormed(seed: Int) async throws {
        let (_, page, document) = try await page(seed: seed)
        #expect(page.problems == [])
        #expect(page.elements.isSuperset(of: ["html", "head", "title", "style", "header", "main", "h1", "h2", "table", "th", "svg"]))
        for phase in document.phases { #expect(page.ids.contains("phase-\(phase.phase.number)")) }
        for (_, name, value) in page.attributes where name == "aria-labelledby" {
            for id in value.split(separator: " ") { #expect(page.ids.contains(String(id)), "\(id)") }
        }
        for (element, name, value) in page.attributes where element == "a" && name == "href" {
            #expect(value.hasPrefix("#") && page.ids.contains(String(value.dropFirst())), "\(value)")
        }
    }

    @Test func needsAndAllowsNothingFromOutside() async throws {
        let (html, page, _) = try await page(seed: 1)
        #expect(page.elements.isDisjoint(with: ["script", "link", "img", "iframe", "object", "embed", "audio", "video", "form", "base"]))
        #expect(!page.attributes.contains { ["src", "style", "srcset", "data", "action"].contains($0.name) || $0.name.hasPrefix("on") })
        #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("url("))
        let policy = try #require(page.attributes.first { $0.element == "meta" && $0.value.hasPrefix("default-src") }).value
        let style = try #require(html.split(separator: "<style>").last?.split(separator: "</style>").first)
        // In the words of another implementation.
        let script = "import base64, hashlib, sys; print(base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode(), end='')"
        let digest = String(decoding: try #require(Python.run(["-c", script], input: Array(style.utf8))), as: UTF8.self)
        #expect(policy == "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'")
    }

    @Test(arguments: 0..<4) func hasATableForEachPicture(seed: Int) async throws {
        let (html, page, document) = try await page(seed: seed)
        let passes = document.phases.flatMap(\.executions).count
        let pictures = document.phases.flatMap(\.executions).flatMap(\.findings).isEmpty ? 1 : 2
        #expect(page.attributes.count { $0.element == "svg" && $0.name == "role" && $0.value == "img" } == pictures)
        #expect(html.components(separatedBy: "<title").count - 1 >= 1 + pictures + passes)
        #expect(page.attributes.count { $0.element == "rect" && ["passed", "blocked", "failed", "open"].contains($0.value) } == passes)
        for phase in document.phases { #expect(html.contains("href=\"#phase-\(phase.phase.number)\"")) }
    }

    @Test func servesLightDarkAndPaper() async throws {
        let (html, page, _) = try await page(seed: 1)
        #expect(html.contains("@media (prefers-color-scheme: dark)") && html.contains("@media print"))
        #expect(page.attributes.contains { $0.name == "content" && $0.value == "light dark" })
        // Each colour has a value in each of the three.
        for name in ["--text", "--quiet", "--page", "--soft", "--line", "--link", "--green", "--amber", "--red", "--blue", "--grey"] {
            #expect(HTMLStyle.text.components(separatedBy: "\(name): #").count == 4, "\(name)")
        }
    }

    @Test func saysWhatItLeavesOut() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let drafts = (0..<230).map { FindingDraft(severity: .minor, category: .lint, title: "t", file: "f\($0)") }
        _ = try await store.state.addFindings(drafts, to: execution)
        let html = HTMLReport.text(of: try await store.document(run))
        #expect(html.contains("And 30 more, which are in the export as JSON."))
        #expect(html.components(separatedBy: "class=\"severity minor\"").count - 1 == 200 + 1)
    }

    @Test func tellsOfARunWithoutPasses() async throws {
        let store = try await Store()
        let html = HTMLReport.text(of: try await store.document(try await store.state.createRun(.sample()).run.id))
        #expect(try HTMLPage(html).problems == [])
        #expect(!html.contains("<svg"))
    }
}
