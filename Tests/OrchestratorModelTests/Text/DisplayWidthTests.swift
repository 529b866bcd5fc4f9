import OrchestratorModel
import Testing

/// How many cells of a terminal a text takes, and where it is cut.
@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("日本語", 6), ("한국어", 6), ("e\u{301}", 1), ("é", 1), ("ａｂ", 4), ("ｱ", 1), ("👍", 2), ("✓", 1), ("…", 1),
        ("⚠\u{FE0F}", 2), ("❤\u{FE0F}", 2), ("\u{200B}", 0), ("กำ", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("🀄", 2), ("\u{600}1", 2),
    ])
    func countsCells(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(arguments: ["👩‍👩‍👧", "🇩🇪", "👍🏽"])
    func countsEmojiThatTerminalsMayTakeApartAsTheirParts(text: String) {
        #expect(DisplayWidth.of(text) == 2 * text.unicodeScalars.count { !$0.properties.isJoinControl })
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("e\u{301}abc", 3, "e\u{301}a…"),
        ("abc", 1, "…"),
        ("abc", 0, ""), ("", 0, ""),
    ])
    func cutsByCells(text: String, width: Int, result: String) {
        #expect(DisplayWidth.cut(text, to: width, ellipsis: "…") == result)
    }
}
