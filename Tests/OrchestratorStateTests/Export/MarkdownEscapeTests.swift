import OrchestratorState
import Testing

@Suite struct MarkdownEscapeTests {
    @Test(arguments: [
        ("plain words, test_adds and a-b", "plain words, test_adds and a-b"), ("<script>&", "&lt;script&gt;&amp;"),
        ("a | b", #"a \| b"#), ("`x` *y* _z_", #"\`x\` \*y\* \_z\_"#), ("# one", "\\# one"), ("- two", #"\- two"#),
        ("1. three", #"1\. three"#),
        ("v1.2", "v1.2"), ("[a](b)", #"\[a\](b)"#), ("one\ntwo\r\n\tthree", "one two three"), ("a\u{1B}[31mb", #"a\\u{1b}\[31mb"#),
        ("\u{202E}evil", #"\\u{202e}evil"#), ("$x$", #"\$x\$"#), (#"a\"#, #"a\\"#),
    ])
    func showsInlineTextAsItIs(text: String, expected: String) {
        #expect(MarkdownEscape.text(text) == expected)
    }

    @Test(arguments: [("a", "`a`"), ("`", "`` ` ``"), ("a``b", "```a``b```"), ("", "` `"), ("a\nb", "`a b`")])
    func choosesDelimitersOfCodeLongerThanAnyInside(text: String, expected: String) {
        #expect(MarkdownEscape.codeSpan(text) == expected)
    }

    @Test func choosesFencesLongerThanAnyInside() {
        #expect(MarkdownEscape.fence("a") == "```text\na\n```\n")
        #expect(MarkdownEscape.fence("```\nend\n`````\n") == "``````text\n```\nend\n`````\n``````\n")
    }
}
