import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Lists of runs, in pages.
@Suite struct ListTests {
    private func create(_ title: String, in store: Store, _ change: (inout RunDraft) -> Void = { _ in }) async throws -> Run.ID {
        var draft = RunDraft.sample(phases: 0, title: title)
        change(&draft)
        return try await store.state.createRun(draft).run.id
    }

    @Test func givesAllRunsInPagesNewestFirst() async throws {
        let store = try await Store()
        var ids: [Run.ID] = []
        for number in 0..<7 { ids.append(try await create("Run \(number)", in: store)) }
        var (pages, after): ([[Run.ID]], Run.ID?) = ([], nil)
        repeat {
            let page = try await store.state.runs(RunFilter(limit: 3, after: after))
            pages.append(page.runs.map(\.id))
            after = page.next
        } while after != nil
        #expect(pages.map(\.count) == [3, 3, 1])
        #expect(pages.flatMap(\.self) == ids.reversed())
        #expect(try await store.state.latestRun()?.id == ids.last)
        #expect(try await store.state.runs(RunFilter(limit: 7)).next == nil)
    }

    /// Runs of one moment are told apart by their identifiers.
    @Test func losesNoRunOfTheSameMoment() async throws {
        let store = try await Store()
        let state = StateManager(
            database: store.database, files: store.state.files, actor: Store.actor, clock: TestClock(), machine: store.machine)
        var ids: Set<Run.ID> = []
        for _ in 0..<9 { ids.insert(try await state.createRun(.sample(phases: 0)).run.id) }
        var (seen, after): ([Run.ID], Run.ID?) = ([], nil)
        repeat {
            let page = try await state.runs(RunFilter(limit: 2, after: after))
            seen += page.runs.map(\.id)
            after = page.next
        } while after != nil
        #expect(seen.count == 9 && Set(seen) == ids)
    }

    @Test func filters() async throws {
        let store = try await Store()
        let plain = try await create("Search", in: store)
        let other = try await create("Änderung an der SUCHE 100%", in: store) {
            $0.repositoryPath = "/srv/other"
            $0.branch = "next"
            $0.labels = ["team": "web", "tier'\"": "1"]
        }
        try await store.state.startRun(other)
        func found(_ filter: RunFilter) async throws -> [Run.ID] { try await store.state.runs(filter).runs.map(\.id) }
        #expect(try await found(RunFilter()) == [other, plain])
        #expect(try await found(RunFilter(statuses: [.executing])) == [other])
        #expect(try await found(RunFilter(statuses: [.planning, .executing])) == [other, plain])
        #expect(try await found(RunFilter(statuses: [])) == [])
        #expect(try await found(RunFilter(repositoryPath: "/srv/other")) == [other])
        #expect(try await found(RunFilter(branch: "main")) == [plain])
        #expect(try await found(RunFilter(labels: ["team": "web"])) == [other, plain])
        #expect(try await found(RunFilter(labels: ["team": "web", "tier'\"": "1"])) == [other])
        #expect(try await found(RunFilter(labels: ["team": "we"])) == [])
        for text in ["suche", "ÄNDERUNG", "an\u{308}derung DER".replacing("an\u{308}", with: "a\u{308}n"), "100%"] {
            #expect(try await found(RunFilter(text: text)) == [other], "\(text)")
        }
        #expect(try await found(RunFilter(text: "se%ch")) == [])
        #expect(try await found(RunFilter(text: "' OR 1=1 --")) == [])
        #expect(try await found(RunFilter(statuses: [.planning], branch: "main", labels: ["team": "web"], text: "search")) == [plain])
    }

    @Test(arguments: [-1, 0, 1001])
    func refusesALimitOutOfRange(_ limit: Int) async throws {
        let store = try await Store()
        await #expect { _ = try await store.state.runs(RunFilter(limit: limit)) } throws: { ($0 as? StateError)?.fields == ["limit"] }
    }

    @Test func refusesACursorThatNamesNoRun() async throws {
        let store = try await Store()
        let unknown = Run.ID(at: store.clock.now)
        await #expect { _ = try await store.state.runs(RunFilter(after: unknown)) } throws: { ($0 as? StateError)?.isNotFound == true }
    }

    @Test func changesAndTakesAwayLabels() async throws {
        let store = try await Store()
        let run = try await create("Search", in: store)
        try await store.state.setLabels(["team": nil, "new": "ü"], of: run)
        #expect(try await store.state.run(run)?.labels == ["new": "ü"])
        try await store.expectRefusal(of: run, { $0.fields == ["labels", "labels.b"] }) {
            try await store.state.setLabels(["": "x", "b": "\0"], of: run)
        }
        try await store.expectRefusal(of: run, { $0.fields == ["labels"] }) {
            try await store.state.setLabels(Dictionary(uniqueKeysWithValues: (0..<64).map { ("k\($0)", "v") }), of: run)
        }
    }

    @Test func takesThePagesFromAnIndex() async throws {
        let store = try await Store()
        let last = store.clock.now
        let id = Run.ID(at: last)
        for filter in [
            RunFilter(after: id), RunFilter(statuses: [.executing], after: id), RunFilter(repositoryPath: "/srv", after: id),
        ] {
            let plan = try await store.database.read { connection in
                try connection.all(
                    """
                    EXPLAIN QUERY PLAN \(Run.selection) WHERE \(filter.condition(after: last))
                    ORDER BY created_at DESC, run_id DESC LIMIT 51
                    """
                ) { row in
                    for _ in 0..<3 { _ = try row.integer() }
                    return try row.text()
                }
            }
            #expect(plan.count == 1 && plan.allSatisfy { $0.hasPrefix("SEARCH runs USING INDEX") }, "\(plan)")
        }
    }
}
