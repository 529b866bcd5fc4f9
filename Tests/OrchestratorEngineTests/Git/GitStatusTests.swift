import Testing

@testable import OrchestratorEngine

@Suite struct GitStatusTests {
    private func status(_ records: String...) -> GitStatus {
        GitStatus(porcelain: Array(records.map { $0 + "\0" }.joined().utf8))
    }

    @Test func readsTheHeaders() {
        let status = status("# branch.oid abc", "# branch.head main", "# branch.upstream origin/main", "# branch.ab +1 -2", "# stash 3")
        #expect(status.commit == "abc" && status.branch == "main" && status.upstream == "origin/main" && status.entries.isEmpty)
    }

    @Test func knowsTheFirstCommitAndADetachedHead() {
        #expect(status("# branch.oid (initial)", "# branch.head main").commit == nil)
        #expect(status("# branch.oid abc", "# branch.head (detached)").branch == nil)
    }

    @Test func readsPathsWithSpacesAndNewlines() {
        let entries = status("1 .M N... 100644 100644 100644 a1 b1 a b\nc ", "? new file", "u UU N... 1 2 3 4 h1 h2 h3 both of us").entries
        #expect(entries.map(\.path.text) == ["a b\nc ", "new file", "both of us"])
        #expect(entries.map(\.kind) == [.tracked, .untracked, .unmerged])
    }

    @Test func passesOverWhatItDoesNotKnow() {
        #expect(status("! ignored", "9 something", "", "1 too short").entries.isEmpty)
    }

    @Test func tellsPathsThatBelongTogether() {
        let store = GitPath("data/store.db")
        #expect(GitPath("data/store.db").belongs(to: store))
        #expect(GitPath("data/store.db-wal").belongs(to: store))
        #expect(GitPath("data/store.db/x").belongs(to: store))
        #expect(!GitPath("data/store.db2").belongs(to: store))
        #expect(!GitPath("data").belongs(to: store))
        #expect(GitPath("anything").belongs(to: GitPath("")))
    }
}
