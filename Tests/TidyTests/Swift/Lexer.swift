/// Splits Swift source into tokens and comments. Knows strings (raw, of several lines, with code inside), nested comments and regular
/// expressions, so that what is quoted is never taken for code.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var isSpaced = true
    private(set) var tokens: [Token] = []
    private(set) var comments: [SourceComment] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func run() {
        while position < bytes.count { code(untilParenthesis: false) }
    }

    /// Reads code up to its end, or past the parenthesis that closes the code inside a string.
    private mutating func code(untilParenthesis: Bool) {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case Byte.newline, Byte.space, Byte.tab, Byte.carriageReturn: skipSpace()
            case Byte.slash where peek(1) == Byte.slash: lineComment()
            case Byte.slash where peek(1) == Byte.star: blockComment()
            case Byte.quote: string(hashes: 0)
            case Byte.hash where startsRawLiteral(): rawLiteral()
            case Byte.slash where startsRegex(): regex()
            case Byte.backtick: quotedWord()
            case _ where Byte.isWord(byte): word()
            default:
                if byte == Byte.open { depth += 1 }
                if byte == Byte.close, untilParenthesis, depth == 0 {
                    position += 1
                    return
                }
                if byte == Byte.close { depth -= 1 }
                emit(.mark, from: position, to: position + 1)
            }
        }
    }

    // MARK: Small steps

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func advance() {
        if bytes[position] == Byte.newline { line += 1 }
        position += 1
    }

    private mutating func skipSpace() {
        advance()
        isSpaced = true
    }

    private mutating func emit(_ kind: Token.Kind, from start: Int, to end: Int) {
        let text = kind == .literal ? "" : String(decoding: bytes[start..<end], as: UTF8.self)
        tokens.append(Token(kind: kind, text: text, line: line, isSpaced: isSpaced))
        isSpaced = false
        position = end
    }

    private mutating func word() {
        var end = position
        while end < bytes.count, Byte.isWord(bytes[end]) { end += 1 }
        emit(.word, from: position, to: end)
    }

    private mutating func quotedWord() {
        var end = position + 1
        while end < bytes.count, bytes[end] != Byte.backtick, bytes[end] != Byte.newline { end += 1 }
        emit(.word, from: position, to: min(end + 1, bytes.count))
    }

    // MARK: Comments

    private mutating func lineComment() {
        let start = position
        while let byte = peek(), byte != Byte.newline { position += 1 }
        addComment(from: start, line: line)
    }

    private mutating func blockComment() {
        let (start, firstLine) = (position, line)
        var depth = 0
        while position < bytes.count {
            if peek() == Byte.slash, peek(1) == Byte.star {
                depth += 1
                position += 2
            } else if peek() == Byte.star, peek(1) == Byte.slash {
                depth -= 1
                position += 2
                if depth == 0 { break }
            } else {
                advance()
            }
        }
        addComment(from: start, line: firstLine)
    }

    private mutating func addComment(from start: Int, line firstLine: Int) {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        comments.append(SourceComment(text: text, line: firstLine, lastLine: line))
        isSpaced = true
    }

    // MARK: Literals

    private func countHashes(from start: Int) -> Int {
        var count = 0
        while start + count < bytes.count, bytes[start + count] == Byte.hash { count += 1 }
        return count
    }

    private func startsRawLiteral() -> Bool {
        let next = peek(countHashes(from: position))
        return next == Byte.quote || next == Byte.slash
    }

    private mutating func rawLiteral() {
        let hashes = countHashes(from: position)
        if peek(hashes) == Byte.quote { return string(hashes: hashes) }
        emit(.literal, from: position, to: position + hashes + 1)
        while position < bytes.count {
            if peek() == Byte.slash, countHashes(from: position + 1) >= hashes {
                position += 1 + hashes
                return
            }
            if peek() == Byte.backslash, position + 1 < bytes.count { position += 1 }
            advance()
        }
    }

    private mutating func string(hashes: Int) {
        let isLong = opensLongString(at: position + hashes)
        let quotes = isLong ? 3 : 1
        emit(.literal, from: position, to: position + hashes + quotes)
        while let byte = peek() {
            if byte == Byte.quote, endsString(quotes: quotes, hashes: hashes) {
                position += quotes + hashes
                return
            }
            if byte == Byte.newline, !isLong { return }
            guard byte == Byte.backslash, countHashes(from: position + 1) >= hashes else {
                advance()
                continue
            }
            position += 1 + hashes
            if peek() == Byte.open {
                position += 1
                code(untilParenthesis: true)
            } else if position < bytes.count {
                advance()
            }
        }
    }

    /// Three quotes and nothing else on the line; so `#"""#` is a string of one quote.
    private func opensLongString(at start: Int) -> Bool {
        guard start + 2 < bytes.count, bytes[start..<start + 3].allSatisfy({ $0 == Byte.quote }) else { return false }
        let rest = bytes[(start + 3)...].first { $0 != Byte.space && $0 != Byte.tab && $0 != Byte.carriageReturn }
        return rest == Byte.newline
    }

    private func endsString(quotes: Int, hashes: Int) -> Bool {
        for offset in 0..<quotes where peek(offset) != Byte.quote { return false }
        return countHashes(from: position + quotes) >= hashes
    }

    /// A slash begins a regular expression where no operand stands before it, no space after it, and another one closes it on the line.
    private func startsRegex() -> Bool {
        if let last = tokens.last {
            let operators: Set = ["(", ",", "=", ":", "[", "{", ";", "!", "&", "|", "?"]
            let isOperator = last.kind == .mark && operators.contains(last.text)
            guard isOperator || last.isWord("return", "in", "case", "try", "await") || last.line != line else { return false }
        }
        guard let next = peek(1), next != Byte.space, next != Byte.tab else { return false }
        var end = position + 1
        while end < bytes.count, bytes[end] != Byte.newline, bytes[end] != Byte.slash {
            end += bytes[end] == Byte.backslash ? 2 : 1
        }
        return end < bytes.count && bytes[end] == Byte.slash
    }

    private mutating func regex() {
        emit(.literal, from: position, to: position + 1)
        while let byte = peek(), byte != Byte.slash { position += byte == Byte.backslash ? 2 : 1 }
        position = min(position + 1, bytes.count)
    }
}
