import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What verification found.
@Suite(.everyEngine) struct FindingTests {
    @Test func keepsEqualFindingsApartAndTakesAReportTwice() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let report = [FindingDraft](repeating: .sample("line 3 is too long", severity: .minor), count: 10)
        let first = try await store.state.addFindings(report, to: execution)
        #expect(first.map(\.ordinal) == Array(1...10))
        #expect(Set(first.map(\.fingerprint)).count == 1)
        let events = try await store.state.events(of: run).count
        let second = try await store.state.addFindings(report, to: execution)
        #expect(second == first)
        #expect(try await store.state.events(of: run).count == events)
    }

    @Test func givesThemBackInTheOrderOfTheReport() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let titles = (0..<50).map { "finding \(Character(Unicode.Scalar(UInt8(97 + $0 % 26)))) of \($0 * 7919 % 50)" }
        _ = try await store.state.addFindings(titles.map { .sample($0) }, to: execution)
        #expect(try await store.state.findings(FindingFilter(run: run)).map(\.title) == titles)
        #expect(try await store.state.document(of: run)?.phases[0].executions[0].findings.map(\.title) == titles)
    }

    @Test func staysWaivedInLaterPasses() async throws {
        let store = try await Store()
        let (run, phase, first) = try await store.running()
        let known = try await store.state.addFindings([.sample("a 1"), .sample("a 2"), .sample("b")], to: first)
        try await store.expectRefusal(of: run, { $0.fields == ["reason"] }) { try await store.state.waiveFinding(known[0].id, reason: "\n") }
        try await store.state.acting(as: Actor(.user, "ann")).waiveFinding(known[0].id, reason: "upstream")
        // Both have one fingerprint: numbers in titles don't count.
        #expect(try await store.state.waivedFingerprints(of: run) == [known[0].fingerprint])
        #expect(try await store.state.findings(FindingFilter(run: run, waived: true)).map(\.title) == ["a 1", "a 2"])
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.waiveFinding(known[1].id, reason: "again") }
        try await store.state.completeExecution(first, ExecutionResult())
        let record = VerificationRecord(findings: [], resolved: known.map(\.id), verdict: .blocked, outcome: .retry)
        _ = try await store.state.recordVerification(of: first, record)
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.waiveFinding(known[2].id, reason: "gone") }
        let second = try await store.startExecution(of: phase)
        let back = try await store.state.addFindings([.sample("a 7"), .sample("b")], to: second)
        #expect(back.map(\.waivedBy) == ["user:ann", nil] && back[0].waiveReason == "upstream" && !back[0].resolved)
        let waived = try #require(await store.state.finding(known[0].id))
        #expect(back[0].waivedAt == waived.waivedAt)
        let tracked = try await store.state.trackedFindings(TrackedFindingFilter(run: run)).findings
        #expect(tracked.map(\.state) == [.fixed, .waived, .regressed])
        let event = try #require(await store.state.events(of: run).first { $0.kind == .findingsWaived })
        #expect(event.actor == Actor(.user, "ann") && event.payload["findings"]?.array?.count == 2)
        // Of that run only.
        #expect(try await store.state.waivedFingerprints(of: try await store.executing().run).isEmpty)
    }

    /// A page of a history is read from an index in its order, however many findings there are.
    @Test func readsPagesOfAHistoryInTheirOrder() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let finding = try #require(try await store.state.addFindings([.sample()], to: execution).first)
        for (run, after) in [(nil, nil), (nil, finding.id), (run, finding.id)] as [(Run.ID?, Finding.ID?)] {
            let steps = try await store.database.read { connection in
                try connection.steps(
                    of: StateManager.historyQuery(finding.fingerprint, in: run, limit: 11, after: after, connection.dialect))
            }
            #expect(steps.sorts.isEmpty, "\(steps)")
            #expect(steps.reads.allSatisfy { $0.hasPrefix("SEARCH") }, "\(steps)")
            #expect(steps.reads.contains { $0.contains("findings_by_fingerprint") }, "\(steps)")
        }
    }

    @Test func hasAHistoryAcrossRuns() async throws {
        let store = try await Store()
        var known: [Finding] = []
        for _ in 0..<3 {
            let (_, _, execution) = try await store.running()
            known += try await store.state.addFindings([.sample("a"), .sample("b")], to: execution)
        }
        let (all, end) = try await store.state.history(ofFingerprint: known[0].fingerprint)
        #expect(all.map(\.finding.id) == [known[0].id, known[2].id, known[4].id] && end == nil)
        let (page, next) = try await store.state.history(ofFingerprint: known[0].fingerprint, limit: 2)
        #expect(page.count == 2 && next == known[2].id)
        #expect(try await store.state.history(ofFingerprint: known[0].fingerprint, limit: 2, after: next).appearances == [all[2]])
        #expect(try await store.state.history(ofFingerprint: known[0].fingerprint, in: all[1].runID).appearances == [all[1]])
    }

    @Test func filtersAndCounts() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        let findings = try await store.state.addFindings(
            [.sample("a"), .sample("b", severity: .medium), .sample("c", severity: .medium)], to: execution)
        try await store.state.resolveFinding(findings[1].id)
        func titles(_ filter: FindingFilter) async throws -> [String] { try await store.state.findings(filter).map(\.title) }
        #expect(try await titles(FindingFilter(phase: phase, resolved: false)) == ["a", "c"])
        #expect(try await titles(FindingFilter(execution: execution, severities: [.medium])) == ["b", "c"])
        #expect(try await titles(FindingFilter(run: run, severities: [])) == [])
        #expect(try await store.state.findingCounts(FindingFilter(run: run)) == SeverityCounts(major: 1, medium: 2, minor: 0))
        let resolved = try #require(await store.state.finding(findings[1].id))
        #expect(resolved.resolved && resolved.resolvedAt != nil)
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.resolveFinding(findings[1].id) }
    }
}
