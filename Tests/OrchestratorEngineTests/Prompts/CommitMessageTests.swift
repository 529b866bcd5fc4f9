import OrchestratorEngine
import OrchestratorModel
import Testing

@Suite struct CommitMessageTests {
    private func message(_ template: String, title: String = "Backend", intent: String = "Search", summary: String? = "Done.") -> String {
        CommitMessage.text(template: template, phase: .sample(number: 3, title: title, intent: intent), summary: summary)
    }

    @Test func replacesEveryPlaceholder() {
        #expect(message("{phase_number}. {phase_title}\n\n{phase_intent}\n\n{summary}") == "3. Backend\n\nSearch\n\nDone.")
    }

    @Test func doesNotExpandWhatItInserted() {
        #expect(message("{phase_title}", title: "{summary}{phase_number}") == "{summary}{phase_number}")
    }

    @Test(arguments: ["{", "{}", "{unknown}", "{phase_title", "{{phase_number", "}{"])
    func leavesOtherBracesAlone(template: String) {
        #expect(message(template) == template)
    }

    @Test func isNeverEmpty() {
        for template in ["", "  \n\n", "{summary}", "\u{0}\u{1B}"] {
            #expect(message(template, summary: nil) == "Phase 3: Backend")
        }
    }

    @Test func dropsControlCharactersAndOuterBlankLines() {
        #expect(message("\n\nx\u{1B}\u{0}y\t z  \r\n\u{202E}{summary}\n\n", summary: "a\u{7}b\r\n") == "xy\t z\nab")
    }
}
