import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Reports written page by page: they are the ones that are made from the whole run.
@Suite(.everyEngine) struct ReportExportTests {
    private func text(_ form: ReportForm, of run: Run.ID, _ store: Store, phase: Int? = nil) async throws -> String {
        var bytes: [UInt8] = []
        try await store.state.exportReport(form, of: run, phase: phase) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func expectWhole(_ run: Run.ID, _ store: Store, at location: SourceLocation = #_sourceLocation) async throws {
        let document = try await store.document(run)
        #expect(try await text(.markdown, of: run, store) == MarkdownReport.text(of: document), sourceLocation: location)
        #expect(try await text(.html, of: run, store) == HTMLReport.text(of: document), sourceLocation: location)
        #expect(try await text(.sarif, of: run, store) == SARIFReport.text(of: document), sourceLocation: location)
    }

    @Test(arguments: 0..<8) func areTheSameAsOfTheWholeRun(seed: Int) async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: seed)
        try await history.go(steps: 80)
        for run in history.runs { try await expectWhole(run, store) }
    }

    @Test func holdAsManyFindingsAsThereAre() async throws {
        let store = try await Store()
        let (run, phase, first) = try await store.running()
        let word = { (number: Int) in String(String(number).map { Character(UnicodeScalar(UInt8($0.wholeNumberValue ?? 0) + 97)) }) }
        // More than are read at once; each pass reports others, and the last some of the first again.
        for (pass, range) in [0..<1500, 700..<2200, 100..<1600].enumerated() {
            let execution = pass == 0 ? first : try await store.startExecution(of: phase)
            try await store.state.completeExecution(execution, ExecutionResult(exitStatus: 0))
            let gone = pass == 1 ? try await store.state.findings(FindingFilter(phase: phase)).prefix(700).map(\.id) : []
            let drafts = range.map { number in
                var draft = FindingDraft.sample(word(number), severity: Severity.allCases[number % 3])
                if number % 5 == pass { draft.line = number + 1 }
                return draft
            }
            _ = try await store.state.recordVerification(
                of: execution, VerificationRecord(findings: drafts, resolved: gone, verdict: .blocked, outcome: .retry))
        }
        try await expectWhole(run, store)
        #expect(try await text(.html, of: run, store).contains("<p>And 1300 more, which are in the export as JSON.</p>"))
    }

    @Test func tellOfOnePhaseAlone() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings([.sample("found")], to: execution)
        var document = try await store.document(run)
        document.phases = [document.phases[1]]
        document.artifacts = []
        #expect(try await text(.markdown, of: run, store, phase: 2) == MarkdownReport.text(of: document))
        for form in ReportForm.allCases {
            #expect(try await text(form, of: run, store).contains("found"))
            await #expect { _ = try await text(form, of: run, store, phase: 3) } throws: { ($0 as? StateError)?.isNotFound == true }
            await #expect { _ = try await text(form, of: Run.ID(at: store.clock.now), store) } throws: {
                ($0 as? StateError)?.isNotFound == true
            }
        }
    }

    @Test func beginAnewWhereTheRunChanges() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings((0..<300).map { _ in .sample("found") }, to: execution)
        let file = ScratchFile()
        var pages = 0
        let countPage = {
            pages += 1
            if pages == 2 { try await store.state.setLabels(["change": "made"], of: run) }
        }
        try await store.state.spool(into: file, of: run, pages: countPage) {
            ReportExport<MarkdownReport>(of: run, phase: nil, pageSize: 1024)
        }
        var bytes: [UInt8] = []
        try file.forEachPiece { bytes += $0 }
        #expect(String(decoding: bytes, as: UTF8.self) == MarkdownReport.text(of: try await store.document(run)))
        #expect(pages > 4)
    }
}
