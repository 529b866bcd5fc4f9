package import OrchestratorModel

/// What became of the findings of a phase, pass by pass. A pure function of ``PhaseFindings``.
package struct FindingTimeline: Hashable, Sendable {
    /// What became of each report, as it stands now.
    package private(set) var states: [Finding.ID: TrackedFinding.State] = [:]
    /// Of each finding its latest report.
    package private(set) var latest: Set<Finding.ID> = []
    /// What each verified pass changed.
    package var convergence: Convergence { Convergence(tallies, standing: standing) }
    /// The same, before passes are compared with each other.
    private(set) var tallies: [Convergence.Pass]
    /// Of each verified pass the findings that stand after it.
    private(set) var standing: [StandingFindings]

    package init(_ findings: PhaseFindings) {
        tallies = findings.passes.map { Convergence.Pass(number: $0.number, followsAnswer: $0.followsAnswer) }
        standing = [StandingFindings](repeating: StandingFindings(), count: tallies.count)
        let lastPass = findings.passes.last?.number ?? 0
        for reports in Self.grouped(findings.reports) {
            Self.tally(reports, over: findings.passes, &tallies, &standing)
            if let last = reports.last { latest.insert(last.id) }
            for (position, report) in reports.enumerated() {
                states[report.id] = Self.state(
                    of: report, after: position > 0 ? reports[position - 1] : nil, isLatest: position == reports.count - 1, lastPass: lastPass)
            }
        }
    }

    /// The reports of each finding by pass, the findings in the order in which they appeared.
    private static func grouped(_ reports: [PhaseFindings.Report]) -> [[PhaseFindings.Report]] {
        var positions: [FindingKey: Int] = [:]
        var groups: [[PhaseFindings.Report]] = []
        for report in reports.sorted(by: { ($0.pass, $0.id) < ($1.pass, $1.id) }) {
            if let position = positions[report.key] {
                groups[position].append(report)
            } else {
                positions[report.key] = groups.count
                groups.append([report])
            }
        }
        return groups
    }

    /// Counts what each pass did to one finding.
    private static func tally(
        _ reports: [PhaseFindings.Report], over passes: [PhaseFindings.Pass], _ tallies: inout [Convergence.Pass],
        _ standing: inout [StandingFindings]
    ) {
        guard let key = reports.first?.key else { return }
        var rest = reports[...]
        var last: PhaseFindings.Report?
        for (position, pass) in passes.enumerated() {
            while let next = rest.first, next.pass < pass.number {
                last = next
                rest.removeFirst()
            }
            if let report = rest.first, report.pass == pass.number {
                rest.removeFirst()
                let before = last
                last = report
                if let waived = report.waivedAt, waived <= report.createdAt {
                    tallies[position].waived += 1
                } else {
                    tallies[position].count(change(of: report, after: before))
                    standing[position].add(key)
                }
            } else if let last {
                if last.fixedInPass == pass.number {
                    tallies[position].fixed += 1
                } else if !last.isGone(by: pass) {
                    if let waived = last.waivedAt, waived <= pass.time {
                        tallies[position].waived += 1
                    } else {
                        tallies[position].persisting += 1
                        standing[position].add(key)
                    }
                }
            }
        }
    }

    /// What a report was in its own pass.
    private static func change(of report: PhaseFindings.Report, after before: PhaseFindings.Report?) -> TrackedFinding.State {
        guard let before else { return .new }
        return before.isGone(before: report) ? .regressed : .persisting
    }

    private static func state(
        of report: PhaseFindings.Report, after before: PhaseFindings.Report?, isLatest: Bool, lastPass: Int
    ) -> TrackedFinding.State {
        if report.resolved { return .fixed }
        if report.waivedAt != nil { return .waived }
        return !isLatest || report.pass < lastPass ? .persisting : change(of: report, after: before)
    }
}

extension PhaseFindings.Report {
    /// Whether it had gone before another report of the same finding was made.
    fileprivate func isGone(before later: Self) -> Bool {
        if let fixedInPass { return fixedInPass < later.pass }
        return resolved && (resolvedAt ?? createdAt) <= later.createdAt
    }

    /// Whether it had gone when a pass was verified that did not report it.
    fileprivate func isGone(by pass: PhaseFindings.Pass) -> Bool {
        if let fixedInPass { return fixedInPass <= pass.number }
        return resolved && (resolvedAt ?? createdAt) <= pass.time
    }
}
