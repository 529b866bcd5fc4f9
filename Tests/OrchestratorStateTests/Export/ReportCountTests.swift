import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What reports count.
@Suite struct ReportCountTests {
    @Test func aFindingThatSeveralPassesReportedCountsOnce() async throws {
        let store = try await Store()
        let (run, phase, first) = try await store.running()
        for (pass, titles) in [["stays", "goes"], ["stays"], ["stays"]].enumerated() {
            let execution = pass == 0 ? first : try await store.startExecution(of: phase)
            try await store.state.completeExecution(execution, ExecutionResult(exitStatus: 0))
            let gone = pass == 1 ? try await store.state.findings(FindingFilter(phase: phase)).filter { $0.title == "goes" }.map(\.id) : []
            _ = try await store.state.recordVerification(
                of: execution,
                VerificationRecord(findings: titles.map { .sample($0) }, resolved: gone, verdict: .blocked, outcome: .retry))
        }
        let document = try #require(await store.state.document(of: run))
        #expect(document.phases[0].executions.flatMap(\.findings).count == 4)
        let told = "2 findings, 1 of them resolved"
        let (markdown, html) = (MarkdownReport.text(of: document), HTMLReport.text(of: document))
        #expect(markdown.contains("0 of 2 phases completed, \(told)."), "\(markdown)")
        #expect(html.contains(told))
        // Passes, findings, unresolved: as many as the last pass left.
        #expect(markdown.contains("| in progress | small | 3 | 2 | 1 |"), "\(markdown)")
        #expect(html.contains("<td class=\"number\">3</td><td class=\"number\">2</td><td class=\"number\">1</td>"))
    }

    @Test func aFindingOfAPassThatIsNotVerifiedCountsToo() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings([.sample("a"), .sample("b")], to: execution)
        let document = try #require(await store.state.document(of: run))
        #expect(MarkdownReport.text(of: document).contains("2 findings, 0 of them resolved"))
    }
}
