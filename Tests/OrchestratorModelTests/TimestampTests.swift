import OrchestratorModel
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00.000000Z", 0), ("2026-11-22T18:03:53.123456Z", 1_795_370_633_123_456),
        ("1969-12-31T23:59:59.999999Z", -1), ("2024-02-29T12:00:00.000001Z", 1_709_208_000_000_001),
    ])
    func writesAndReadsTheSameText(text: String, microseconds: Int64) throws {
        #expect(Timestamp(microsecondsSinceEpoch: microseconds).description == text)
        #expect(Timestamp(text)?.microsecondsSinceEpoch == microseconds)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00Z", "2026-1-01T00:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+01:00", "2026-01-01T24:00:00Z", "",
    ])
    func refusesWhatIsNoTime(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
