/// Swift source, taken apart as far as rules about form need it.
struct SwiftSource: Sendable {
    let tokens: [Token]
    let comments: [SourceComment]

    init(_ text: String) {
        var lexer = Lexer(text)
        lexer.run()
        tokens = lexer.tokens
        comments = lexer.comments
    }

    /// The token at an index, or one that is nothing where there is none.
    subscript(index: Int) -> Token {
        tokens.indices.contains(index) ? tokens[index] : Token(kind: .mark, text: "", line: tokens.last?.line ?? 1, isSpaced: true)
    }

    /// The index of the mark that closes the one at `index`, which is `(`, `[` or `{`.
    func closing(_ index: Int) -> Int? {
        let opening = tokens[index].text
        let closing = opening == "(" ? ")" : opening == "[" ? "]" : "}"
        var depth = 0
        for position in index..<tokens.count where tokens[position].kind == .mark {
            if tokens[position].text == opening { depth += 1 }
            if tokens[position].text == closing { depth -= 1 }
            if depth == 0 { return position }
        }
        return nil
    }
}
