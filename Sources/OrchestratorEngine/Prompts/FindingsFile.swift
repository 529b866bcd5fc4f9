import Foundation
package import OrchestratorModel

/// The document that an agent finds under `ORCHESTRATOR_FINDINGS_FILE`.
package struct FindingsFile: Hashable, Sendable, Encodable {
    package var format = "orchestrator-findings"
    package var version = 1
    package var runID: Run.ID
    package var phaseNumber: Int
    /// The pass that begins.
    package var passNumber: Int
    /// The unresolved findings of earlier passes, whole.
    package var findings: [Finding]

    package init(runID: Run.ID, phaseNumber: Int, passNumber: Int, findings: [Finding]) {
        self.runID = runID
        self.phaseNumber = phaseNumber
        self.passNumber = passNumber
        self.findings = findings
    }

    enum CodingKeys: String, CodingKey {
        case format, version, findings
        case runID = "run_id"
        case phaseNumber = "phase_number"
        case passNumber = "pass_number"
    }

    /// The document as text: one member a line, absent values as `null`, the same bytes for the same findings.
    package func text() throws -> String {
        let data = try JSONEncoder().encode(self)
        return try JSONDecoder().decode(JSONValue.self, from: data).prettyText + "\n"
    }
}
