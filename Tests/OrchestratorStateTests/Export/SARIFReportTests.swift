import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// The findings for other programs.
@Suite(.everyEngine) struct SARIFReportTests {
    private func pass(_ store: Store, _ phase: Phase.ID, _ findings: [FindingDraft], resolved: [Finding.ID] = []) async throws -> [Finding] {
        store.clock.advance(by: .seconds(1))
        let execution = try await store.startExecution(of: phase)
        try await store.state.completeExecution(execution, ExecutionResult())
        return try await store.state.recordVerification(
            of: execution, VerificationRecord(findings: findings, resolved: resolved, verdict: .blocked, outcome: .retry))
    }

    @Test func tellsWhatBecameOfEachFindingSinceTheBaseline() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        var moved = FindingDraft.sample("moved")
        let drafts: [FindingDraft] = [.sample("stays"), moved, .sample("goes"), .sample("waived", severity: .medium), .sample("returns")]
        let first = try await pass(store, phase, drafts)
        try await store.state.waiveFinding(first[3].id, reason: "known")
        moved.line = 99
        let standing = [drafts[0], moved, drafts[3]]
        _ = try await pass(store, phase, standing, resolved: [first[2].id, first[4].id])
        _ = try await pass(store, phase, standing + [drafts[4], .sample("fresh", severity: .minor)])
        let document = try await store.document(run)
        let text = SARIFReport.text(of: document)
        #expect(text == SARIFReport.text(of: document))
        let log = try JSONValue(text: text)
        #expect(SARIFLog.problems(of: log) == [])
        let results = log["runs"]?.array?.first?["results"]?.array ?? []
        var states: [String: String] = [:]
        for result in results { states[result["message"]?["text"]?.string?.prefix { $0 != "\n" }.description ?? ""] = result["baselineState"]?.string }
        #expect(
            states == [
                "stays": "unchanged", "moved": "unchanged", "goes": "absent", "waived": "unchanged", "returns": "new", "fresh": "new",
            ])
        #expect(results.count == 6)
        #expect(Set(results.compactMap { $0["partialFingerprints"]?["orchestrator/v1"]?.string }).count == 6)
        let suppressed = results.filter { $0["suppressions"] != nil }
        #expect(suppressed.count == 1 && suppressed[0]["suppressions"]?.array?.first?["justification"]?.string == "known")
        #expect(results.first { $0["baselineState"] == "absent" }?["properties"]?["state"]?.string == "fixed")
        #expect(Set(results.compactMap { $0["level"]?.string }) == ["error", "warning", "note"])
        let region = results.first?["locations"]?.array?.first?["physicalLocation"]
        #expect(region?["artifactLocation"] == ["uri": "tests/search.py", "uriBaseId": "SRCROOT"])
    }

    @Test func saysWhichFindingsChangedTheirPlace() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        var moved = FindingDraft.sample("moved")
        _ = try await pass(store, phase, [.sample("stays"), moved])
        moved.line = 99
        _ = try await pass(store, phase, [.sample("stays"), moved])
        let results = try JSONValue(text: SARIFReport.text(of: try await store.document(run)))["runs"]?.array?.first?["results"]?.array ?? []
        #expect(results.compactMap { $0["baselineState"]?.string }.sorted() == ["unchanged", "updated"])
    }

    @Test(arguments: 0..<6) func isALogWhateverHappened(seed: Int) async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: seed)
        try await history.go(steps: 80)
        var logs: [String] = []
        for run in history.runs { logs.append(SARIFReport.text(of: try await store.document(run))) }
        for log in logs { #expect(SARIFLog.problems(of: try JSONValue(text: log)) == []) }
        #expect(try ExportJudge.problems(ofLogs: logs) == Array(repeating: [], count: logs.count))
    }

    /// The control: what the schema of the standard forbids is found, each for its own.
    @Test(arguments: [
        ("\"level\": \"error\"", "\"level\": \"grave\""), ("\"kind\": \"external\"", "\"kind\": \"other\""),
        ("\"startLine\": 14", "\"startLine\": 0"), ("\"version\": \"2.1.0\"", "\"version\": \"2.0.0\""),
        ("\"ruleId\": ", "\"rule\": "), ("\"executionSuccessful\": ", "\"successful\": "),
        ("\"baselineState\": \"new\"", "\"baselineState\": \"fresh\""), ("\"message\": {", "\"message\": {\"html\": \"<b>\", "),
    ])
    func wouldBeJudgedWrong(_ part: String, _ other: String) async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        let first = try await pass(store, phase, [.sample("one"), .sample("two")])
        try await store.state.waiveFinding(first[0].id, reason: "known")
        let log = SARIFReport.text(of: try await store.document(run))
        let range = try #require(log.firstRange(of: part))
        let judged = try ExportJudge.problems(ofLogs: [log, log.replacingCharacters(in: range, with: other)])
        #expect(judged.count == 2 && judged[0] == [] && judged[1] != [])
    }
}
