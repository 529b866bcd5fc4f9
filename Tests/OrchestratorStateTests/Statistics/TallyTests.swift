import Testing

@testable import OrchestratorState

/// The text of a tally.
@Suite struct TallyTests {
    private static func tally(_ generator: inout SystemRandomNumberGenerator) -> Tally {
        var tally = Tally()
        let names = ["events", "executions.failed", "findings.major.test.open", "passes.1", "passes.10", "time.executing"]
        for name in names where Bool.random(using: &generator) {
            tally.add(Int.random(in: -2...2, using: &generator), to: name)
        }
        return tally
    }

    /// Adding to a text gives the same as reading it, adding and writing.
    @Test func addsToATextAsToATally() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let (old, new) = (Self.tally(&generator), Self.tally(&generator))
            #expect(new.text(addedTo: old.text) == (old + new).text)
        }
    }
}
