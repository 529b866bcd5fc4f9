import Testing

@testable import orchestrator

/// Lines in several styles.
@Suite struct TerminalLineTests {
    @Test func cutsLinesAcrossTheirStyles() {
        var line = TerminalLine("state ", .dim)
        line.append("日本語", .bold)
        line.append(" end")
        #expect(line.width == 16)
        #expect(line.cut(to: 16, ellipsis: "…") == line)
        for width in 1...15 {
            let cut = line.cut(to: width, ellipsis: "…")
            #expect(cut.width <= width)
            #expect(cut.text(colored: false).hasSuffix("…"))
        }
        #expect(line.cut(to: 9, ellipsis: "…").text(colored: true) == "\u{1B}[2mstate \u{1B}[0m\u{1B}[1m日…\u{1B}[0m")
    }
}
