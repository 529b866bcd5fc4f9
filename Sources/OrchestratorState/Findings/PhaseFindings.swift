package import OrchestratorModel

/// What is known of the findings of one phase: which passes were verified, and what each reported. Everything that is said of a finding over
/// time is decided from this alone.
package struct PhaseFindings: Hashable, Sendable {
    /// The verified passes, ascending.
    package private(set) var passes: [Pass]
    /// The reports, in any order.
    package private(set) var reports: [Report]

    /// A pass whose checks were run.
    package struct Pass: Hashable, Sendable {
        package let number: Int
        /// When its agent ended: what a human did to a finding before counts as done before the pass.
        package let time: Timestamp
        /// Whether a human has answered a question since the verified pass before.
        package let followsAnswer: Bool

        package init(number: Int, time: Timestamp, followsAnswer: Bool = false) {
            self.number = number
            self.time = time
            self.followsAnswer = followsAnswer
        }
    }

    /// A finding of one pass.
    package struct Report: Hashable, Sendable {
        package let id: Finding.ID
        package let key: FindingKey
        package let pass: Int
        package let createdAt: Timestamp
        package var resolved = false
        package var resolvedAt: Timestamp?
        /// The pass whose checks no longer reported it.
        package var fixedInPass: Int?
        package var waivedAt: Timestamp?

        package init(id: Finding.ID, key: FindingKey, pass: Int, createdAt: Timestamp) {
            self.id = id
            self.key = key
            self.pass = pass
            self.createdAt = createdAt
        }
    }

    /// - Parameter answers: The passes that used the answer of a human.
    package init(passes: [(number: Int, time: Timestamp)], answers: [Int], reports: [Report]) {
        var previous = 0
        self.passes = passes.sorted { $0.number < $1.number }.map { pass in
            defer { previous = pass.number }
            return Pass(
                number: pass.number, time: pass.time, followsAnswer: answers.contains { previous < $0 && $0 <= pass.number })
        }
        self.reports = reports
    }

    /// Adds a pass that is being verified.
    ///
    /// - Parameters:
    ///   - reported: What its checks found.
    ///   - fixed: What they no longer found.
    package mutating func add(_ pass: Pass, reported: [Report], fixed: Set<FindingKey>) {
        for index in reports.indices where fixed.contains(reports[index].key) && !reports[index].resolved {
            reports[index].resolved = true
            reports[index].resolvedAt = pass.time
            reports[index].fixedInPass = pass.number
        }
        passes.append(pass)
        reports += reported
    }
}

extension PhaseFindings {
    /// What a document tells of a phase.
    init(_ document: RunDocument.PhaseDocument) {
        let numbers = document.passNumbers
        self.init(
            document,
            reports: document.executions.flatMap { execution in
                execution.findings.map { finding in
                    var report = Report(
                        id: finding.id, key: FindingKey(finding), pass: execution.execution.passNumber, createdAt: finding.createdAt)
                    report.resolved = finding.resolved
                    report.resolvedAt = finding.resolvedAt
                    report.fixedInPass = finding.fixedBy.flatMap { numbers[$0] }
                    report.waivedAt = finding.waivedAt
                    return report
                }
            })
    }

    /// The passes that a document tells of, and reports that are told elsewhere.
    init(_ document: RunDocument.PhaseDocument, reports: [Report]) {
        let numbers = document.passNumbers
        let verified = document.executions.map(\.execution).filter { $0.verification == .passed || $0.verification == .blocked }
        self.init(
            passes: verified.map { ($0.passNumber, $0.completedAt ?? $0.startedAt) },
            answers: document.interventions.compactMap { $0.consumedBy.flatMap { numbers[$0] } }, reports: reports)
    }
}

extension RunDocument.PhaseDocument {
    var passNumbers: [Execution.ID: Int] {
        Dictionary(executions.map { ($0.execution.id, $0.execution.passNumber) }) { first, _ in first }
    }
}
