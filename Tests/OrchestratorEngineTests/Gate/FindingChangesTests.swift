import OrchestratorEngine
import OrchestratorState
import Testing

@Suite struct FindingChangesTests {
    private func key(_ fingerprint: String, _ ordinal: Int = 1, check: String = "test") -> FindingKey {
        FindingKey(fingerprint: fingerprint, ordinal: ordinal, check: check)
    }

    @Test func resolvesWhatACompleteCheckNoLongerReports() {
        let changes = FindingChanges(earlier: [key("a"), key("b")], now: [key("b"), key("c")], completeChecks: ["test"])
        #expect(changes.resolved == [key("a")])
        #expect(changes.reportedAgain == [key("b")])
        #expect(changes.added == [key("c")])
        #expect(changes.persisting == [key("b")])
    }

    @Test func keepsWhatACheckThatDidNotEndCouldNotReport() {
        let earlier = [key("a"), key("b", check: "lint"), key("c", check: "build")]
        let changes = FindingChanges(earlier: earlier, now: [], completeChecks: ["build"])
        #expect(changes.resolved == [key("c", check: "build")])
        #expect(changes.unknown == [key("a"), key("b", check: "lint")])
        #expect(changes.persisting == changes.unknown)
    }

    @Test func tellsEqualFindingsApartByTheirOrdinal() {
        let changes = FindingChanges(earlier: [key("a", 1), key("a", 2), key("a", 3)], now: [key("a", 1)], completeChecks: ["test"])
        #expect(changes.resolved == [key("a", 2), key("a", 3)])
        #expect(changes.reportedAgain == [key("a", 1)])
    }

    @Test func countsAFindingOfSeveralPassesOnce() {
        let changes = FindingChanges(earlier: [key("a"), key("a")], now: [key("a"), key("a")], completeChecks: ["test"])
        #expect(changes.reportedAgain == [key("a")])
        #expect(changes.added.isEmpty)
    }

    @Test func doesNotTakeOneCheckForAnother() {
        let changes = FindingChanges(
            earlier: [key("a", check: "custom:x")], now: [key("a", check: "custom:y")], completeChecks: ["custom:y"])
        #expect(changes.unknown == [key("a", check: "custom:x")])
        #expect(changes.added == [key("a", check: "custom:y")])
    }
}
