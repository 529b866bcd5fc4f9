public import OrchestratorModel

/// A run in numbers: what its row and its counters say, without the rows of its phases, executions and findings.
public struct RunSummary: Sendable, Hashable, Encodable {
    /// The run.
    public let run: Run
    /// Phases by status; a status without phases is left out.
    public let phases: [Phase.Status: Int]
    /// Executions by status; a status without executions is left out.
    public let executions: [Execution.Status: Int]
    /// All reports of findings, by severity, zeros included: a finding that several passes reported counts in each.
    public let findings: SeverityCounts
    /// Those of them that are not resolved.
    public let unresolvedFindings: SeverityCounts
    /// Tokens and cost as agents reported them, of all executions.
    public let usage: Usage
    /// Files of artifacts.
    public let artifacts: Int
    /// Bytes of artifacts as they were written.
    public let artifactBytes: Int

    init(_ run: Run, _ tally: Tally) {
        self.run = run
        func counts(_ isResolved: [Bool]) -> SeverityCounts {
            var counts = SeverityCounts()
            for severity in Severity.allCases {
                counts[severity] = Finding.Category.allCases.flatMap { category in
                    isResolved.map { tally[.findings(severity, category, isResolved: $0)] }
                }.clampedSum()
            }
            return counts
        }
        phases = Self.counts { status in Phase.Size.allCases.map { tally[.phases(status, $0)] }.clampedSum() }
        executions = Self.counts { tally[.executions($0)] }
        findings = counts([true, false])
        unresolvedFindings = counts([false])
        usage = Usage(
            inputTokens: tally[.inputTokens], outputTokens: tally[.outputTokens], costMicrodollars: tally[.costMicrodollars])
        artifacts = tally[.artifacts]
        artifactBytes = tally[.artifactBytes]
    }

    private static func counts<Value: CaseIterable & Hashable>(_ count: (Value) -> Int) -> [Value: Int] {
        Dictionary(uniqueKeysWithValues: Value.allCases.map { ($0, count($0)) }).filter { $0.value != 0 }
    }

    /// Encodes the numbers under the names that the columns and statuses have.
    public func encode(to encoder: any Encoder) throws {
        func named<Value: RawRepresentable<String>>(_ counts: [Value: Int]) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(run, forKey: .run)
        try container.encode(named(phases), forKey: .phases)
        try container.encode(named(executions), forKey: .executions)
        try container.encode(findings, forKey: .findings)
        try container.encode(unresolvedFindings, forKey: .unresolvedFindings)
        try container.encode(usage, forKey: .usage)
        try container.encode(artifacts, forKey: .artifacts)
        try container.encode(artifactBytes, forKey: .artifactBytes)
    }

    enum CodingKeys: String, CodingKey {
        case run, phases, executions, findings, usage, artifacts
        case unresolvedFindings = "unresolved_findings"
        case artifactBytes = "artifact_bytes"
    }
}
