/// Reads XML as a row of tags and texts.
///
/// Reports of test runs are cut in the middle, mixed with other lines and come from whoever wrote the tests. So this asks for no well-formed
/// document, and there is nothing in it that could be made to grow: declarations are passed over, no entity is ever defined.
struct XMLScanner {
    enum Token: Hashable {
        case start(name: String, attributes: [String: String], isEmpty: Bool)
        case end(name: String)
        case text(String)
    }

    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = ArraySlice(text.utf8) }

    mutating func next() -> Token? {
        while let first = rest.first {
            guard first == UInt8(ascii: "<") else { return text() }
            if rest.starts(with: "<!--".utf8) {
                skip(past: "-->")
            } else if rest.starts(with: "<![CDATA[".utf8) {
                rest = rest.dropFirst("<![CDATA[".utf8.count)
                return .text(Self.string(take(upTo: "]]>")))
            } else if rest.starts(with: "<?".utf8) {
                skip(past: "?>")
            } else if rest.starts(with: "<!".utf8) {
                skipDeclaration()
            } else if let tag = tag() {
                return tag
            } else {
                rest = rest.dropFirst()
            }
        }
        return nil
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private mutating func text() -> Token {
        let bytes = rest.prefix { $0 != UInt8(ascii: "<") }
        rest = rest[bytes.endIndex...]
        return .text(Self.string(Self.decoded(bytes)))
    }

    private mutating func take(upTo end: String) -> ArraySlice<UInt8> {
        let pattern = Array(end.utf8)
        var index = rest.startIndex
        while let found = rest[index...].firstIndex(of: pattern[0]) {
            if rest[found...].starts(with: pattern) {
                let taken = rest[..<found]
                rest = rest[(found + pattern.count)...]
                return taken
            }
            index = found + 1
        }
        let taken = rest
        rest = []
        return taken
    }

    private mutating func skip(past end: String) {
        _ = take(upTo: end)
    }

    /// `<!DOCTYPE … [ … ]>`: an internal subset may hold `>`.
    private mutating func skipDeclaration() {
        var inSubset = false
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "[") { inSubset = true }
            if byte == UInt8(ascii: "]") { inSubset = false }
            if byte == UInt8(ascii: ">"), !inSubset { return }
        }
    }

    /// The tag that begins here; `nil`, and nothing is read, where `<` begins none.
    private mutating func tag() -> Token? {
        var cursor = LineCursor(rest.dropFirst())
        let isEnd = cursor.skip("/")
        let name = cursor.take(while: Self.isNameByte).text
        guard !name.isEmpty else { return nil }
        var attributes: [String: String] = [:]
        while true {
            _ = cursor.take(while: Self.isSpace)
            if cursor.skip(">") {
                return finish(cursor, isEnd ? .end(name: name) : .start(name: name, attributes: attributes, isEmpty: false))
            }
            if cursor.skip("/>") { return finish(cursor, .start(name: name, attributes: attributes, isEmpty: true)) }
            let key = cursor.take(while: Self.isNameByte).text
            _ = cursor.take(while: Self.isSpace)
            guard !key.isEmpty, cursor.skip("=") else { return nil }
            _ = cursor.take(while: Self.isSpace)
            guard let quote = cursor.rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
            guard let value = Self.quoted(&cursor, by: quote) else { return nil }
            attributes[key] = value
        }
    }

    private static func quoted(_ cursor: inout LineCursor, by quote: UInt8) -> String? {
        guard cursor.skip(quote == UInt8(ascii: "'") ? "'" : "\"") else { return nil }
        // `<` can't stand in a value (XML 1.0, 2.3): it ends one that was never closed, so that a broken report is read in linear time.
        let value = cursor.take { $0 != quote && $0 != UInt8(ascii: "<") }
        guard cursor.skip(quote == UInt8(ascii: "'") ? "'" : "\"") else { return nil }
        return string(decoded(value.bytes))
    }

    private mutating func finish(_ cursor: LineCursor, _ token: Token) -> Token {
        rest = cursor.rest
        return token
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }

    /// With the five entities of XML and references to characters replaced; any other reference stays as it is written.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.contains(UInt8(ascii: "&")) else { return bytes }
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            let reference = rest.prefix(10)
            if byte == UInt8(ascii: "&"), let end = reference.firstIndex(of: UInt8(ascii: ";")),
                let text = character(string(reference[..<end]))
            {
                result.append(contentsOf: text.utf8)
                rest = rest[(end + 1)...]
            } else {
                result.append(byte)
            }
        }
        return result[...]
    }

    private static func character(_ name: String) -> String? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let code = digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let code else { return nil }
        return code == 0 ? "\u{FFFD}" : Unicode.Scalar(code).map { String(Character($0)) } ?? "\u{FFFD}"
    }
}
