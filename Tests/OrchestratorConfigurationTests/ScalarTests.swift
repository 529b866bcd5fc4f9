import Testing

@testable import OrchestratorConfiguration

@Suite struct ScalarTests {
    private func read(_ type: ScalarType, _ text: String, isPlain: Bool = true) -> SettingValue? {
        try? type.read(text, isPlain: isPlain)
    }

    @Test(arguments: [
        ("0", Duration.zero), ("90", .seconds(90)), ("2.5", .milliseconds(2500)), ("1h30m", .seconds(5400)),
        ("1d2h3m4s5ms", .milliseconds(93_784_005)),
        ("1.5h", .seconds(5400)), ("250ms", .milliseconds(250)), ("999999999d", .seconds(999_999_999 * 86_400)),
        ("0.001ms", .microseconds(1)),
    ]) func readsDurations(_ text: String, _ duration: Duration) {
        #expect(read(.seconds, text) == .duration(duration))
        #expect(DurationText.duration(DurationText.text(duration)) == duration)
    }

    @Test(arguments: [
        "", "-1", "1x", "m", "1m1h", "1m1m", "1 m", "1e3", "1_000", "01", "9999999999", ".5s", "1.s", "1.0001s", "٣s", "inf", "1h30", "0x1",
    ])
    func refusesOtherDurations(_ text: String) {
        #expect(read(.seconds, text) == nil)
    }

    @Test func wantsUnitsAndMoreThanZeroWhereTheTypeSaysSo() {
        #expect(read(.positiveDuration, "90") == nil)
        #expect(read(.positiveSeconds, "0") == nil)
        #expect(read(.positiveSeconds, "0h0s") == nil)
        #expect(read(.seconds, "5m", isPlain: false) == .duration(.seconds(300)))
        #expect(read(.seconds, "5", isPlain: false) == nil)
    }

    @Test(
        arguments: [
            ("0", 0), ("-7", -7), ("9223372036854775807", .max), ("9223372036854775808", nil), ("9223372036854775807:0", nil), ("007", nil),
            ("1_000", nil),
            ("+1", nil), ("1.0", nil), ("0x10", nil), ("0o7", nil), ("1e3", nil), ("", nil), ("-", nil), ("--1", nil), ("١", nil),
        ] as [(String, Int?)]) func readsIntegers(_ text: String, _ number: Int?)
    {
        #expect(read(.integer(.min...(.max)), text) == number.map(SettingValue.integer))
    }

    @Test(
        arguments: [
            ("0.3", 0.3), ("2", 2), ("1e-3", 0.001), (".nan", nil), (".inf", nil), ("NaN", nil), ("1e999", nil), ("0x1p3", nil),
            ("1.", nil), ("2.1", nil), ("-0.1", nil),
        ] as [(String, Double?)]) func readsDecimals(_ text: String, _ number: Double?)
    {
        #expect(read(.decimal(0...2), text) == number.map(SettingValue.decimal))
    }

    @Test(
        arguments: [
            ("10MiB", 10 << 20), ("10MB", 10_000_000), ("1B", 1), ("7", 7), ("0", nil), ("0KiB", nil), ("1.5MB", nil), ("10 MB", nil),
            ("-1", nil), ("9999999TB", nil),
        ] as [(String, Int?)])
    func readsSizes(_ text: String, _ bytes: Int?) {
        #expect(read(.size, text) == bytes.map(SettingValue.integer))
    }

    @Test(
        arguments: [("true", true), ("False", false), ("TRUE", true), ("yes", nil), ("on", nil), ("1", nil), ("tRue", nil), ("", nil)]
            as [(String, Bool?)])
    func readsBooleansOfYAML12(_ text: String, _ value: Bool?) {
        #expect(read(.bool, text) == value.map(SettingValue.bool))
    }

    @Test(arguments: ["{phase_number}", "{copilot_summary}", "{}", "{ phase_number }", "{{summary}}", "}{", "{a-b}", "{"])
    func understandsTemplates(_ text: String) {
        #expect(read(.template(placeholders: Configuration.Git.placeholders, old: ["copilot_summary"]), text) != nil)
    }

    @Test func fillsTemplatesOnce() {
        #expect(MessageTemplate.filled("{a} {b} {c} {", ["a": "{b}", "b": "2"]) == "{b} 2 {c} {")
    }

    @Test(
        arguments: [
            ("a.b", ["a", "b"]), (#"a."x.y:z".c"#, ["a", "x.y:z", "c"]), (#""q\"\\""#, [#"q"\"#]), ("", nil), ("a.", nil), (".a", nil),
            (#"a."b"#, nil), (#"a."b"c"#, nil),
        ] as [(String, [String]?)]) func takesDottedNamesApart(_ text: String, _ segments: [String]?)
    {
        #expect(SettingPath.segments(text) == segments)
        if let segments { #expect(SettingPath.segments(segments.reduce("", SettingPath.appending)) == segments) }
    }
}
