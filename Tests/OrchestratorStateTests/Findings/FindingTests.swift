import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What verification found.
@Suite struct FindingTests {
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
