import Foundation
import OrchestratorEngine
import OrchestratorModel
import Testing

@Suite struct FindingsFileTests {
    @Test func holdsTheFindingsWhole() throws {
        let finding = Finding.sample("t", evidence: "e\u{1B}")
        let text = try FindingsFile(runID: Run.ID(at: .sample), phaseNumber: 2, passNumber: 3, findings: [finding]).text()
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(document["format"] == "orchestrator-findings")
        #expect(document["version"] == 1)
        #expect(document["phase_number"] == 2)
        #expect(document["pass_number"] == 3)
        let written = try #require(document["findings"]?.array?.first)
        #expect(written["finding_id"]?.string == finding.id.description)
        #expect(written["evidence"] == "e\u{1B}")
        #expect(written["suggested_fix"] == .null)
        #expect(text.hasSuffix("}\n"))
    }
}
