import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Lists of runs, in pages.
@Suite(.everyEngine) struct ListTests {
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

    @Test func takesThePagesFromAnIndexWhateverTheFilter() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample()).run
        let yes = [true, false]
        for (status, several, repository, branch) in [(0, 0, 0, 0)] + (1..<16).map({ ($0 & 1, $0 >> 1 & 1, $0 >> 2 & 1, $0 >> 3 & 1) }) {
            for (label, text, times) in yes.flatMap({ label in yes.flatMap { text in yes.map { (label, text, $0) } } }) {
                let filter = RunFilter(
                    statuses: several > 0 ? [.failed, .paused, .executing] : status > 0 ? [.failed] : nil,
                    repositoryPath: repository > 0 ? "/srv" : nil, branch: branch > 0 ? "main" : nil,
                    labels: label ? ["team": "web", "tier": "1"] : [:], text: text ? "search dashboard" : nil,
                    createdSince: times ? run.createdAt : nil, createdBefore: times ? store.clock.now : nil)
                let steps = try await store.database.read { try $0.steps(of: try RunQuery(filter, after: 1 << 60).statement(in: $0)) }
                #expect(!steps.reads.isEmpty && steps.reads.allSatisfy { $0.hasPrefix("SEARCH") }, "\(filter): \(steps)")
                #expect(steps.sorts.isEmpty, "\(filter): \(steps)")
            }
        }
    }

    /// Whatever the filter, the pages are those of a list that was filtered without an index.
    @Test(arguments: 0..<4) func givesWhatALookAtEachRunGives(seed: Int) async throws {
        let store = try await Store()
        var generator = SeededGenerator(seed: seed)
        let words = ["alpha", "beta", "gamma", "delta"]
        for _ in 0..<60 {
            let title = (0..<3).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            let run = try await create(title, in: store) {
                $0.repositoryPath = ["/a", "/b"].randomElement(using: &generator) ?? ""
                $0.branch = ["main", "next"].randomElement(using: &generator) ?? ""
                $0.labels = ["team": ["web", "ops", "data"].randomElement(using: &generator) ?? ""]
            }
            if Bool.random(using: &generator) { try await store.state.startRun(run) }
            if Int.random(in: 0..<3, using: &generator) == 0 { try await store.state.abortRun(run) }
        }
        let all = try await store.state.runs(RunFilter(limit: 1000)).runs
        for _ in 0..<60 {
            func maybe<Value>(_ value: Value?) -> Value? { Bool.random(using: &generator) ? value : nil }
            let filter = RunFilter(
                statuses: maybe([[.planning], [.executing, .aborted], [.aborted, .planning, .aborted]].randomElement(using: &generator)),
                repositoryPath: maybe("/a"), branch: maybe("next"), labels: maybe(["team": "web"]) ?? [:],
                text: maybe([words[0], "\(words[1]) \(words[2])"].randomElement(using: &generator)),
                createdSince: maybe(all.randomElement(using: &generator)?.createdAt),
                createdBefore: maybe(all.randomElement(using: &generator)?.createdAt), limit: Int.random(in: 1..<9, using: &generator))
            let expected = all.filter { run in
                (filter.statuses?.contains(run.status) ?? true) && (filter.repositoryPath ?? run.repositoryPath) == run.repositoryPath
                    && (filter.branch ?? run.branch) == run.branch && filter.labels.allSatisfy { run.labels[$0.key] == $0.value }
                    && (filter.text ?? "").split(separator: " ").allSatisfy { run.title.split(separator: " ").contains($0) }
                    && (filter.createdSince ?? run.createdAt) <= run.createdAt
                    && (filter.createdBefore.map { run.createdAt < $0 } ?? true)
            }
            var (page, found) = (filter, [Run.ID]())
            repeat {
                let (runs, next) = try await store.state.runs(page)
                found += runs.map(\.id)
                page.after = next
            } while page.after != nil
            #expect(found == expected.map(\.id), "\(filter)")
            // The same where lists are long for what is looked at of them.
            let first = try await store.database.read { try RunQuery(filter, after: nil, sampleSize: 3).runs(in: $0).map(\.id) }
            #expect(first == expected.prefix(filter.limit + 1).map(\.id), "\(filter)")
        }
    }

    @Test func findsRunsByTheirPhasesFindingsAndNotes() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        _ = try await store.state.addFindings(
            [FindingDraft(severity: .minor, category: .lint, title: "Zeile zu lang", description: "in `f(x)`", file: "src/größe.py", rule: "E501")],
            to: execution)
        try await store.state.failPhase(phase)
        let question = try await store.state.askHuman(about: phase, reason: .userRequested)
        try await store.state.resolveIntervention(question, .resume, notes: "Bitte 検索 prüfen")
        for text in ["zeile LANG", "größe", "e501", "src", "phase 1", "bitte", "検索", "索", "Zeile dashboard prüfen"] {
            #expect(try await store.state.runs(RunFilter(text: text)).runs.map(\.id) == [run], "\(text)")
        }
        for text in ["zeil", "e50", "zeile fehlt", "%", "*", "NOT", "\"", "w", "l4:team=web"] {
            #expect(try await store.state.runs(RunFilter(text: text)).runs.isEmpty, "\(text)")
        }
        #expect(try await store.state.runs(RunFilter(text: " \t")).runs.map(\.id) == [run])
    }

    @Test func findsRunsByTheLabelsTheyHaveNow() async throws {
        let store = try await Store()
        let run = try await create("Search", in: store) { $0.labels = ["a": "1", "b=c": "d"] }
        func found(_ labels: [String: String]) async throws -> Bool { try await !store.state.runs(RunFilter(labels: labels)).runs.isEmpty }
        #expect(try await found(["b=c": "d"]))
        #expect(try await !found(["b": "c=d"]))
        try await store.state.setLabels(["a": "2", "b=c": nil], of: run)
        #expect(try await found(["a": "2"]))
        #expect(try await !found(["a": "1"]))
        #expect(try await !found(["b=c": "d"]))
    }
}
