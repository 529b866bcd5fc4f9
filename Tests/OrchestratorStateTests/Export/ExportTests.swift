import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Runs as JSON, written and read again.
@Suite(.everyEngine) struct ExportTests {
    @Test(arguments: 0..<8) func readsWhatItWroteByteForByte(seed: Int) async throws {
        let (store, other) = (try await Store(), try await Store())
        var history = try await RandomHistory(store, seed: 100 + seed)
        try await history.go(steps: 120)
        var documents: [String] = []
        for run in history.runs {
            let text = try await store.exported(run)
            documents.append(text)
            let report = try await other.importRun(text)
            #expect(report.counts[.event] == (try await store.state.run(run))?.lastEvent)
            #expect(try await other.exported(run) == text)
            var (before, after) = (try await store.everything(of: run), try await other.everything(of: run))
            #expect(after?.artifacts.allSatisfy { $0.content == .absent } == true)
            // What tells of one store alone.
            for index in after?.artifacts.indices ?? 0..<0 { after?.artifacts[index].content = .present }
            before?.run.leaseExpiresAt = nil
            #expect(before == after)
        }
        try ExportJudge.expectValid(documents)
    }

    @Test func writesWhatShowPrintsWithTheHistory() async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: 7)
        try await history.go(steps: 60)
        let text = try await store.exported(history.runs[0])
        let expected = try JSONValue(encoding: try #require(await store.everything(of: history.runs[0])))
        func stripped(_ document: JSONValue) -> JSONValue {
            guard case .object(var members) = document, case .object(var run)? = members["run"] else { return document }
            run["lease_expires_at"] = nil
            members["run"] = .object(run)
            members["artifacts"] = nil
            return .object(members)
        }
        let document = try JSONValue(text: text)
        #expect(stripped(document) == stripped(expected))
        #expect(text.hasPrefix("{\n  \"format\": \"orchestrator-run\",\n  \"version\": 1,\n  \"run\": {\n    \"run_id\": "))
        #expect(text.hasSuffix("\n  ]\n}\n"))
    }

    @Test func writesOnePhaseWithoutTheHistory() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.saveArtifact("a", .agentOutput, of: run, execution: execution)
        _ = try await store.state.saveArtifact("b", .plan, of: run)
        let texts = [try await store.exported(run, phase: 1), try await store.exported(run, phase: 2)]
        let documents = try texts.map { try JSONValue(text: $0) }
        #expect(documents.map { $0["phases"]?.array?.count } == [1, 1])
        #expect(documents.map { $0["artifacts"]?.array?.count } == [1, 0])
        #expect(documents.allSatisfy { $0["events"] == nil })
        try ExportJudge.expectValid(texts)
        await #expect { _ = try await store.exported(run, phase: 3) } throws: { ($0 as? StateError)?.isNotFound == true }
        await #expect { _ = try await store.exported(Run.ID(at: store.clock.now)) } throws: { ($0 as? StateError)?.isNotFound == true }
    }

    /// A run of several pages.
    private func large(_ store: Store) async throws -> Run.ID {
        let (run, _, execution) = try await store.running()
        let evidence = String(repeating: "0123456789abcde\n", count: 20)
        let drafts = (0..<300).map {
            FindingDraft(severity: .minor, category: .lint, title: "finding", evidence: evidence, file: "file\($0)")
        }
        _ = try await store.state.addFindings(drafts, to: execution)
        return run
    }

    @Test(arguments: [1, 5, Int.max]) func isOneStateOfARunThatChangesMeanwhile(changes: Int) async throws {
        let store = try await Store()
        let run = try await large(store)
        let file = ScratchFile()
        var (pages, made) = (0, 0)
        let countPage = {
            pages += 1
            guard made < changes else { return }
            made += 1
            try await store.state.setLabels(["change": "\(made)"], of: run)
        }
        try await store.state.spool(into: file, of: run, pages: countPage) { RunExport(of: run, phase: nil, pageSize: 32 * 1024) }
        var bytes: [UInt8] = []
        try file.forEachPiece { bytes += $0 }
        let text = String(decoding: bytes, as: UTF8.self)
        // With one change it begins anew once; where there is one after each page, it ends in one snapshot.
        #expect(changes == 1 ? pages > 4 : made >= StateManager.exportAttempts)
        let report = try await Store().importRun(text)
        #expect(report.run.labels["change"] == "\(made)")
        #expect(report.counts[.finding] == 300)
        try ExportJudge.expectValid([text])
    }

    @Test func namesARowThatIsDamaged() async throws {
        let store = try await Store()
        let run = try await store.running().run
        try await store.damage("runs", "branch", .bytes)
        await #expect { _ = try await store.exported(run) } throws: { if case .damaged = $0 as? StateError { true } else { false } }
    }
}
