import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Words that findings share are not written again and again, and runs are found by them all the same.
@Suite(.everyEngine) struct KnownTermsTests {
    private func isFound(_ run: Run.ID, by text: String, in store: Store) async throws -> Bool {
        try await store.state.runs(RunFilter(text: text)).runs.contains { $0.id == run }
    }

    @Test func findsARunByTheWordsOfEveryFinding() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        for title in ["alpha", "alpha beta", "beta gamma", "alpha"] {
            _ = try await store.state.addFindings([.sample(title)], to: execution)
        }
        for text in ["alpha", "beta", "alpha beta gamma"] { #expect(try await isFound(run, by: text, in: store)) }
        #expect(try await !isFound(run, by: "delta", in: store))
        #expect(try await store.state.verify().problems == 0)
    }

    /// What was known of the run that was deleted tells nothing of the one that was imported in its place.
    @Test func learnsAnewOfARunThatHasTakenThePlaceOfAnother() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings([.sample("alpha")], to: execution)
        let earlier = try await store.exported(run)
        _ = try await store.state.addFindings([.sample("gamma")], to: execution)
        try await store.state.cleanUpRun(run)
        try await store.state.deleteRun(run)
        try await store.importRun(earlier)
        #expect(try await !isFound(run, by: "gamma", in: store))
        _ = try await store.state.addFindings([.sample("alpha gamma")], to: execution)
        #expect(try await isFound(run, by: "gamma", in: store))
    }

    @Test func knowsWordsOnlyAsLongAsNobodyElseHasWritten() {
        let (known, run) = (KnownTerms(), Run.ID(at: Timestamp(microsecondsSinceEpoch: 0)))
        func note(_ terms: Set<String>, from before: String, to after: String) {
            var story = TransactionStory(run: run, actor: Actor(.user, "ann"), lastEventHash: before)
            (story.hashAfter, story.newTerms) = (after, terms)
            known.note(story)
        }
        note(["a"], from: "0", to: "1")
        #expect(known.missing(["a", "b"], of: run, lastEventHash: "1") == ["b"])
        note([], from: "1", to: "2")
        note(["b"], from: "2", to: "3")
        #expect(known.missing(["a", "b", "c"], of: run, lastEventHash: "3") == ["c"])
        #expect(known.missing(["a", "b", "c"], of: run, lastEventHash: "4") == ["a", "b", "c"])
        // Somebody else has written the fourth event.
        note(["c"], from: "4", to: "5")
        #expect(known.missing(["a", "b", "c"], of: run, lastEventHash: "5") == ["a", "b"])
    }
}
