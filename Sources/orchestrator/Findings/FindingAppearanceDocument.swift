import AgentOrchestrator

/// A report of a finding as its history prints it.
struct FindingAppearanceDocument: Encodable {
    let report: FindingAppearance

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case phaseNumber = "phase_number"
        case passNumber = "pass_number"
        case fixedInPass = "fixed_in_pass"
    }

    func encode(to encoder: any Encoder) throws {
        try report.finding.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(report.runID, forKey: .runID)
        try container.encode(report.phaseNumber, forKey: .phaseNumber)
        try container.encode(report.passNumber, forKey: .passNumber)
        try container.encode(report.fixedInPass, forKey: .fixedInPass)
    }
}
