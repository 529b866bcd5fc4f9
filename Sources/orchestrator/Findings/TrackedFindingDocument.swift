import AgentOrchestrator

/// A finding as lists print it: the finding, and where and how it stands.
struct TrackedFindingDocument: Encodable {
    let finding: TrackedFinding

    private enum CodingKeys: String, CodingKey {
        case state
        case phaseNumber = "phase_number"
        case passNumber = "pass_number"
    }

    func encode(to encoder: any Encoder) throws {
        try finding.finding.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(finding.phaseNumber, forKey: .phaseNumber)
        try container.encode(finding.passNumber, forKey: .passNumber)
        try container.encode(finding.state, forKey: .state)
    }
}
