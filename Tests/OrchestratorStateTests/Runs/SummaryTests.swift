import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// A run in numbers.
@Suite(.everyEngine) struct SummaryTests {
    @Test func countsWhatARowByRowCountGives() async throws {
        let store = try await Store()
        let (run, phase, first) = try await store.running()
        let usage = Usage(model: "m", inputTokens: 7, outputTokens: 5, costMicrodollars: 3)
        try await store.state.completeExecution(first, ExecutionResult(exitStatus: 0, usage: usage))
        let findings = try await store.state.recordVerification(
            of: first,
            VerificationRecord(findings: [.sample("a"), .sample("b", severity: .minor)], verdict: .blocked, outcome: .retry))
        try await store.state.resolveFinding(findings[1].id)
        try await store.startExecution(of: phase)
        _ = try await store.state.saveArtifact("12345", .agentOutput, of: run)
        let summary = try #require(await store.state.summary(of: run))
        #expect(summary.run == (try await store.state.run(run)))
        #expect(summary.phases == [.inProgress: 1, .pending: 1])
        #expect(summary.executions == [.completed: 1, .running: 1])
        #expect(summary.findings == SeverityCounts(major: 1, minor: 1))
        #expect(summary.unresolvedFindings == (try await store.state.findingCounts(FindingFilter(run: run, resolved: false))))
        #expect(summary.usage == Usage(inputTokens: 7, outputTokens: 5, costMicrodollars: 3))
        #expect(summary.artifacts == 1 && summary.artifactBytes == 5)
        let document = try JSONValue(text: String(decoding: JSONEncoder().encode(summary), as: UTF8.self))
        #expect(document["phases"] == ["in_progress": 1, "pending": 1] && document["unresolved_findings"]?["minor"] == 0)
    }

    @Test func isNothingWithoutARun() async throws {
        let store = try await Store()
        #expect(try await store.state.summary(of: Run.ID(at: store.clock.now)) == nil)
    }
}
