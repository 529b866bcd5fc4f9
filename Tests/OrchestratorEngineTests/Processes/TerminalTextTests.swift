import Testing

@testable import OrchestratorEngine

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain ü", "plain ü"), ("\u{1B}[1;31mred\u{1B}[0m", "red"), ("\u{1B}]0;title\u{07}text", "text"),
        ("\u{1B}]8;;http://x\u{1B}\\link", "link"),
        ("\u{1B}(Bascii", "ascii"), ("\u{9B}2Kline", "line"), ("\u{1B}Pdevice\u{1B}\\x", "x"), ("\u{1B}[31\nnext", "\nnext"),
        ("\u{1B}", ""), ("\u{1B}[", ""),
    ])
    func dropsEscapeSequences(text: String, plain: String) {
        #expect(TerminalText.plain(text) == plain)
    }

    @Test(arguments: [
        ("one\ntwo\n", "two"), ("one\n \n\n", "one"), ("10 %\r20 %\r", "20 %"), ("half a li", "half a li"), ("a\tb\u{07}\u{08}", "a b"),
        ("one\r\ntwo\r\n", "two"), ("\u{1B}[2K\u{1B}[1mdone\u{1B}[0m\u{1B}[2", "done"), ("a\u{202E}b", "a\\u{202e}b"),
    ])
    func findsTheLastLine(text: String, line: String) {
        #expect(TerminalText.lastLine(of: text.utf8) == line)
    }

    @Test(arguments: ["", "\n\n", " \r\n\t", "\u{1B}[0m\n"])
    func findsNoneWhereThereIsNothingToRead(text: String) {
        #expect(TerminalText.lastLine(of: text.utf8) == nil)
    }

    @Test func boundsTheLine() {
        #expect(TerminalText.lastLine(of: String(repeating: "ü", count: 5000).utf8)?.count == 200)
        #expect(TerminalText.lastLine(of: String(repeating: "\u{202E}", count: 5000).utf8)?.count == 200)
    }
}
