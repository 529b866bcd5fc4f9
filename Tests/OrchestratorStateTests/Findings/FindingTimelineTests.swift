import OrchestratorModel
import Testing

@testable import OrchestratorState

/// What is said of findings over the passes of a phase.
@Suite struct FindingTimelineTests {
    /// Passes, each with the keys it reported; what it does not report is gone, unless its check did not end.
    private func timeline(_ passes: [String], unended: Set<Int> = [], answers: [Int] = []) -> FindingTimeline {
        var findings = PhaseFindings(passes: [], answers: [], reports: [])
        for (number, keys) in zip(1..., passes) {
            let time = Timestamp(microsecondsSinceEpoch: Int64(number))
            let reported = keys.map { character in
                PhaseFindings.Report(
                    id: Finding.ID(at: time), key: FindingKey(fingerprint: String(character), ordinal: 1, check: "test"), pass: number,
                    createdAt: time)
            }
            let gone = unended.contains(number) ? [] : Set(findings.reports.map(\.key)).subtracting(reported.map(\.key))
            findings.add(.init(number: number, time: time, followsAnswer: answers.contains(number)), reported: reported, fixed: gone)
        }
        return FindingTimeline(findings)
    }

    @Test(arguments: 0..<300)
    func followsThePlainRules(seed: Int) {
        let random = RandomPasses(seed: seed, count: 1 + seed % 9)
        let timeline = FindingTimeline(random.findings)
        for (pass, expected) in zip(timeline.convergence.passes, random.expected) {
            #expect(
                [pass.new, pass.persisting, pass.regressed, pass.fixed, pass.waived]
                    == [expected.new, expected.persisting, expected.regressed, expected.fixed, expected.waived], "pass \(pass.number)")
        }
        let latest = random.findings.reports.filter { timeline.latest.contains($0.id) }
        let states = Dictionary(latest.map { ($0.key, timeline.states[$0.id]) }) { first, _ in first }
        #expect(states.compactMapValues(\.self) == random.expected.last?.states)
    }

    /// Findings are never lost and never counted twice.
    @Test(arguments: 0..<100)
    func keepsTheBalance(seed: Int) {
        let random = RandomPasses(seed: 5000 + seed, count: 12)
        let timeline = FindingTimeline(random.findings)
        for pass in timeline.convergence.passes {
            let reported = random.findings.reports.count { $0.pass == pass.number }
            #expect(pass.new + pass.persisting + pass.regressed + pass.waived >= reported)
        }
        #expect(timeline.states.count == random.findings.reports.count)
        #expect(timeline.latest.count == Set(random.findings.reports.map(\.key)).count)
        let turned = PhaseFindings(
            passes: random.findings.passes.map { ($0.number, $0.time) }.reversed(), answers: [], reports: random.findings.reports.reversed())
        #expect(FindingTimeline(turned) == timeline)
    }

    @Test func knowsWhatComesBack() {
        let passes = timeline(["ab", "b", "abc", "abc"]).convergence.passes
        #expect(passes.map(\.new) == [2, 0, 1, 0])
        #expect(passes.map(\.fixed) == [0, 1, 0, 0])
        #expect(passes.map(\.regressed) == [0, 0, 1, 0])
        #expect(passes.map(\.persisting) == [0, 1, 1, 3])
        #expect(passes.map(\.unresolved) == [2, 1, 3, 3])
    }

    @Test func fixesNothingByAPassWhoseCheckDidNotEnd() {
        let passes = timeline(["ab", "", "b"], unended: [2]).convergence.passes
        #expect(passes.map(\.fixed) == [0, 0, 1])
        #expect(passes.map(\.persisting) == [0, 2, 1])
    }

    @Test func seesThatNothingGetsBetter() {
        #expect(timeline([]).convergence.stalledPasses == 0)
        #expect(timeline(["ab"]).convergence.stalledPasses == 0)
        #expect(timeline(["ab", "ab"]).convergence.stalledPasses == 1)
        #expect(timeline(["ab", "abc", "abcd"]).convergence.stalledPasses == 2)
        #expect(timeline(["ab", "ab", "a"]).convergence.stalledPasses == 0)
        #expect(timeline(["ab", "ab", "a", "a", ""]).convergence.stalledPasses == 0)
    }

    @Test func seesCircles() {
        let circle = timeline(["a", "b", "a", "b"]).convergence
        #expect(circle.passes.map(\.returnsTo) == [nil, nil, 1, 2])
        #expect(circle.stalledPasses == 2)
        #expect(circle.oscillation?.number == 4)
        #expect(timeline(["a", "a", "a"]).convergence.oscillation == nil)
        #expect(timeline(["a", "", ""]).convergence.oscillation == nil)
        #expect(timeline(["a", "b", "c"]).convergence.stalledPasses == 0)
    }

    @Test func countsAnewAfterAnAnswer() {
        #expect(timeline(["a", "a", "a", "a"]).convergence.stalledPasses == 3)
        #expect(timeline(["a", "a", "a", "a"], answers: [4]).convergence.stalledPasses == 1)
        #expect(timeline(["a", "a", "a", "a", "a"], answers: [4]).convergence.stalledPasses == 2)
    }
}
