public import OrchestratorModel

extension RunDocument {
    /// The findings of the run with what became of them: by phase, the heaviest first; as ``StateManager/trackedFindings(_:)`` gives them.
    ///
    /// - Parameter includingEarlierReports: Whether a finding that several passes reported is given back once for each.
    public func trackedFindings(includingEarlierReports: Bool = false) -> [TrackedFinding] {
        phases.flatMap { $0.trackedFindings(includingEarlierReports: includingEarlierReports) }
    }
}

extension RunDocument.PhaseDocument {
    /// Whether the passes of the phase get anywhere.
    public var convergence: Convergence { FindingTimeline(PhaseFindings(self)).convergence }

    /// The findings of the phase with what became of them, the heaviest first.
    ///
    /// - Parameter includingEarlierReports: Whether a finding that several passes reported is given back once for each.
    public func trackedFindings(includingEarlierReports: Bool = false) -> [TrackedFinding] {
        let timeline = FindingTimeline(PhaseFindings(self))
        let tracked = executions.flatMap { document in
            document.findings.compactMap { finding -> TrackedFinding? in
                guard includingEarlierReports || timeline.latest.contains(finding.id), let state = timeline.states[finding.id] else {
                    return nil
                }
                return TrackedFinding(
                    finding: finding, phaseNumber: phase.number, passNumber: document.execution.passNumber, state: state)
            }
        }
        return tracked.sorted { ($1.finding.severity, $0.finding.id) < ($0.finding.severity, $1.finding.id) }
    }

    /// What became of each finding of the phase, each given once. One of a pass that was not verified is as its row says.
    var findingStates: [TrackedFinding.State] {
        let timeline = FindingTimeline(PhaseFindings(self))
        return executions.flatMap(\.findings).compactMap { finding in
            if let state = timeline.states[finding.id] { return timeline.latest.contains(finding.id) ? state : nil }
            return finding.resolved ? .fixed : finding.waivedAt != nil ? .waived : .new
        }
    }
}
