import OrchestratorModel
import OrchestratorTestKit

@testable import OrchestratorState

/// Passes over a handful of findings, as chance has it, with what is to be said of them by the plain rules: a model of its own, which knows
/// nothing of reports and rows.
struct RandomPasses {
    private(set) var findings = PhaseFindings(passes: [], answers: [], reports: [])
    private(set) var expected: [Expected] = []
    private var standing: [FindingKey: Standing] = [:]
    private var waived: Set<String> = []
    private var time = Timestamp(microsecondsSinceEpoch: 0)
    private var generator: SeededGenerator

    enum Standing { case stands, gone }

    /// What one pass did.
    struct Expected: Equatable {
        var new = 0
        var persisting = 0
        var regressed = 0
        var fixed = 0
        var waived = 0
        /// Of each finding that is known.
        var states: [FindingKey: TrackedFinding.State] = [:]
    }

    private static let keys = ["a", "b", "c"].flatMap { fingerprint in
        ["test", "lint"].map { FindingKey(fingerprint: fingerprint, ordinal: 1, check: $0) }
    }

    init(seed: Int, count: Int) {
        generator = SeededGenerator(seed: seed)
        for number in 1...count {
            makePass(number)
            if Int.random(in: 0..<4, using: &generator) == 0 { doSomethingByHand() }
        }
        refreshStates()
    }

    private mutating func makePass(_ number: Int) {
        time = time + .seconds(1)
        let reported = Self.keys.filter { _ in Bool.random(using: &generator) }
        let complete = Set(["test", "lint"].filter { _ in Int.random(in: 0..<3, using: &generator) > 0 })
        var pass = Expected()
        var fixed: Set<FindingKey> = []
        for key in Self.keys {
            let before = standing[key]
            if reported.contains(key) {
                let state: TrackedFinding.State = before == nil ? .new : before == .gone ? .regressed : .persisting
                pass.count(waived.contains(key.fingerprint) ? .waived : state, key)
                standing[key] = .stands
            } else if before == .stands {
                if complete.contains(key.check) {
                    fixed.insert(key)
                    standing[key] = .gone
                    pass.count(.fixed, key)
                } else {
                    pass.count(waived.contains(key.fingerprint) ? .waived : .persisting, key)
                }
            } else if before == .gone {
                pass.states[key] = .fixed
            }
        }
        let reports = reported.map { key in
            var report = PhaseFindings.Report(id: Finding.ID(at: time), key: key, pass: number, createdAt: time)
            if waived.contains(key.fingerprint) { report.waivedAt = time }
            return report
        }
        findings.add(.init(number: number, time: time), reported: reports, fixed: fixed)
        expected.append(pass)
    }

    /// A human resolves or waives something.
    private mutating func doSomethingByHand() {
        time = time + .seconds(1)
        guard let key = standing.filter({ $0.value == .stands }).keys.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &generator)
        else { return }
        var reports = findings.reports
        if Bool.random(using: &generator) {
            standing[key] = .gone
            expected[expected.count - 1].states[key] = .fixed
            guard let latest = reports.indices.filter({ reports[$0].key == key }).max(by: { reports[$0].pass < reports[$1].pass }) else {
                return
            }
            reports[latest].resolved = true
            reports[latest].resolvedAt = time
        } else {
            guard waived.insert(key.fingerprint).inserted else { return }
            for index in reports.indices where reports[index].key.fingerprint == key.fingerprint && !reports[index].resolved {
                reports[index].waivedAt = time
            }
            for other in Self.keys where other.fingerprint == key.fingerprint && standing[other] == .stands {
                expected[expected.count - 1].states[other] = .waived
            }
        }
        findings = PhaseFindings(passes: findings.passes.map { ($0.number, $0.time) }, answers: [], reports: reports)
    }

    /// A finding that is waived is waived, also where the report that was waived is an earlier one.
    private mutating func refreshStates() {
        for key in Self.keys where standing[key] == .stands && waived.contains(key.fingerprint) {
            expected[expected.count - 1].states[key] = .waived
        }
    }
}

extension RandomPasses.Expected {
    fileprivate mutating func count(_ state: TrackedFinding.State, _ key: FindingKey) {
        states[key] = state
        switch state {
        case .new: new += 1
        case .persisting: persisting += 1
        case .regressed: regressed += 1
        case .fixed: fixed += 1
        case .waived: waived += 1
        }
    }
}
