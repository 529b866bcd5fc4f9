import Testing

@Suite struct LexerTests {
    private func words(_ text: String) -> [String] {
        SwiftSource(text).tokens.filter { $0.kind == .word }.map(\.text)
    }

    @Test(arguments: [
        #"a("b } try! \" c") d"#,
        ##"a(#"b " \( c "#) d"##,
        "a(\"\"\"\nb \" \"\" c {\n\"\"\") d",
        ##"a(#"""#) d"##,
        "a // b } c\nd",
        "a /* b /* c */ \" { */ d",
        #"a(/b " \/ c/) d"#,
        ##"a(#/b " \/ c/#) d"##,
    ])
    func takesNothingQuotedForCode(text: String) {
        #expect(words(text) == ["a", "d"])
    }

    @Test func readsTheCodeInsideAString() {
        #expect(words(#""x \(a("y \(b) z", (c))) w" d"#) == ["a", "b", "c", "d"])
        #expect(words(##"#"x \(a) \#(b) z"# c"##) == ["b", "c"])
    }

    @Test func tellsDivisionFromARegularExpression() {
        #expect(words("let a = b / c / d") == ["let", "a", "b", "c", "d"])
        #expect(words("let a = (b + 1)/c + d/e") == ["let", "a", "b", "1", "c", "d", "e"])
    }

    @Test func countsLinesInsideLiteralsAndComments() {
        let source = SwiftSource("/*\n\n*/ a\n\"\"\"\n\n\\\n\"\"\"\nb")
        #expect(source.tokens.map(\.line) == [3, 4, 8])
        #expect(source.comments.map(\.lastLine) == [3])
    }

    @Test func endsOnEveryCutOffText() {
        let text = ##"func a() { "b \(c("d")) \\" /* e */ #"f"# `g` /h/ } // i"##
        for end in text.indices { #expect(SwiftSource(String(text[..<end])).tokens.count <= 20) }
    }
}
