import OrchestratorModel
import OrchestratorTestKit
import Synchronization
import Testing

@testable import OrchestratorState

/// The engines can't be told apart by what they answer.
@Suite struct EngineTests {
    /// Plays the same random operations on both, and compares every answer.
    @Test(arguments: 0..<20) func giveTheSameAnswers(batch: Int) async throws {
        for seed in (batch * 25)..<(batch * 25 + 25) {
            let sqlite = try await answers(of: .sqlite, seed: seed)
            let postgresql = try await answers(of: .postgresql, seed: seed)
            #expect(sqlite.count > 20)
            if let different = zip(sqlite, postgresql).enumerated().first(where: { $1.0 != $1.1 }) {
                Issue.record("seed \(seed), answer \(different.offset): SQLite said \(different.element.0), PostgreSQL \(different.element.1)")
            }
            #expect(sqlite.count == postgresql.count)
        }
    }

    /// On a server a body may be run again: all that it does must be undone with its transaction.
    @Test(arguments: 0..<8) func giveTheSameAnswersWhereEachWriteIsRunTwice(seed: Int) async throws {
        // What is tried again is done later: the clock goes on each time it is looked at. Of a time the day has a name already.
        func timeless(_ answers: [String]) -> [String] { answers.map { $0.replacing(/#\d+T[\d:.]+Z/, with: "then") } }
        let once = timeless(try await answers(of: .postgresql, seed: 9000 + seed))
        let twice = timeless(try await answers(of: .postgresql, seed: 9000 + seed, isRepeating: true))
        for (first, second) in zip(once, twice) where first != second { Issue.record("once: \(first)\ntwice: \(second)") }
        #expect(once.count == twice.count)
    }

    /// Control: what a body does elsewhere is done twice, so that the test above would see it.
    @Test func runBodiesTwiceWhereTheFirstCommitFails() async throws {
        try await TestEngine.postgresql.run {
            let store = try await Store()
            let run = try await store.executing().run
            try await store.failEverySecondCommit()
            let bodies = Mutex(0)
            try await store.state.change(run) { transaction in
                bodies.withLock { $0 += 1 }
                transaction.set("priority", 7)
                try transaction.record(.runLabelsChanged, .run, run.description)
            }
            #expect(bodies.withLock { $0 } == 2)
            #expect(try await store.state.events(of: run).count == 3)
        }
    }

    /// Everything that the store answered, as text in which identities have the names of their order of appearance.
    private func answers(of engine: TestEngine, seed: Int, isRepeating: Bool = false) async throws -> [String] {
        var answers: [String] = []
        try await engine.run {
            let store = try await Store()
            if isRepeating { try await store.failEverySecondCommit() }
            // No lease runs out: the engines go by different clocks.
            var history = try await RandomHistory(store, seed: seed, leaseTime: .seconds(86_400))
            var names: [String: String] = [:]
            for step in 0..<25 {
                let refusal = try await history.step()
                answers.append(refusal ?? "done")
                guard step % 6 == 0, let run = history.runs.last else { continue }
                answers.append(Self.anonymous(try await store.exported(run), &names))
            }
            let runs = try await store.state.runs().runs
            answers.append(Self.anonymous("\(runs.map(\.id))", &names))
            let counts = try await store.state.statistics().runs
            answers.append("\(Run.Status.allCases.map { counts[$0] ?? 0 })")
            for run in runs {
                answers.append("\(try await store.state.findingCounts(FindingFilter(run: run.id)))")
                answers.append(Self.anonymous("\(try await store.state.trackedFindings(TrackedFindingFilter(run: run.id)).findings)", &names))
                for phase in try await store.state.phases(of: run.id) { answers.append("\(try await store.state.convergence(of: phase.id))") }
            }
            answers.append("\(try await store.state.verify().problems) \(try store.artifactFiles().count)")
            if isRepeating { #expect(try await store.attempts() > 2 * runs.count) }
        }
        return answers
    }

    /// Replaces what chance or the machine decides: identities, and the hashes that are made of them.
    private static func anonymous(_ text: String, _ names: inout [String: String]) -> String {
        var (result, word): ([UInt8], [UInt8]) = ([], [])
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte) }
        func endWord() {
            defer { word = [] }
            // The ends of identities, in the names of files, may happen to be letters alone.
            let isEnding = word.count == 12 && word.allSatisfy(isHexDigit)
            guard word.count >= 8, isEnding || word.contains(where: isDigit) || word.count > 30 else { return result += word }
            let text = String(decoding: word, as: UTF8.self)
            let name = names[text] ?? "#\(names.count)"
            names[text] = name
            result += name.utf8
        }
        for byte in text.utf8 {
            if isHexDigit(byte) || byte == UInt8(ascii: "-") && !word.isEmpty {
                word.append(byte)
            } else {
                endWord()
                result.append(byte)
            }
        }
        endWord()
        return String(decoding: result, as: UTF8.self)
    }
}
