/// Reads one JSON text (RFC 8259) in one pass over its bytes.
///
/// Strict where the RFC is: no comments, no trailing commas, no control characters in strings, nothing after the value. What becomes of a name
/// that an object gives twice, the RFC leaves open and the caller says. Surrogates that are no pair, numbers beyond `Double` and nesting beyond
/// ``deepestNesting`` are refused.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let repeatedNames: RepeatedNames
    private var position = 0

    /// What becomes of a name that an object gives twice.
    enum RepeatedNames {
        /// The last value counts.
        case overwrite
        /// The text is no JSON.
        case refuse
    }

    /// The stack is finite, and input is not trusted.
    static let deepestNesting = 512

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ repeatedNames: RepeatedNames) {
        self.bytes = bytes
        self.repeatedNames = repeatedNames
    }

    /// The value of a whole text, which is UTF-8.
    static func value(of bytes: UnsafeBufferPointer<UInt8>, _ repeatedNames: RepeatedNames) throws(JSONParsingError) -> JSONValue {
        var parser = JSONParser(bytes, repeatedNames)
        let value = try parser.value(depth: 0)
        parser.skipWhiteSpace()
        guard parser.position == bytes.count else { throw parser.error("something follows the value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONParsingError) -> JSONValue {
        guard depth <= Self.deepestNesting else { throw error("is nested more than \(Self.deepestNesting) deep") }
        skipWhiteSpace()
        guard let byte = peek() else { throw error("a value is missing") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("a value is missing")
        }
    }

    private mutating func object(depth: Int) throws(JSONParsingError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipWhiteSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipWhiteSpace()
            guard peek() == UInt8(ascii: "\"") else { throw error("a name is missing") }
            let start = position
            let name = try string()
            skipWhiteSpace()
            guard take(UInt8(ascii: ":")) else { throw error("':' is missing") }
            let value = try value(depth: depth + 1)
            if members.updateValue(value, forKey: name) != nil, repeatedNames == .refuse {
                throw JSONParsingError(offset: start, problem: "a name is given twice in an object")
            }
            skipWhiteSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw error("',' or '}' is missing") }
        }
    }

    private mutating func array(depth: Int) throws(JSONParsingError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipWhiteSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipWhiteSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw error("',' or ']' is missing") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONParsingError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[position..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { throw error("a value is missing") }
        position = end
        return value
    }
}

extension JSONParser {
    private mutating func string() throws(JSONParsingError) -> String {
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        // Most strings have no escapes and are taken as they are.
        if take(UInt8(ascii: "\"")) { return text(start..<(position - 1)) }
        var result = Array(bytes[start..<position])
        while let byte = peek() {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &result)
            case 0..<0x20: throw error("a control character stands in a string")
            default: result.append(byte)
            }
        }
        throw error("a string does not end")
    }

    private mutating func escape(into result: inout [UInt8]) throws(JSONParsingError) {
        guard let byte = peek() else { throw error("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"): result.append(contentsOf: String(try scalar()).utf8)
        default: throw error("an escape is unknown")
        }
    }

    /// The scalar of `\uXXXX`, or of two of them that are a pair of surrogates.
    private mutating func scalar() throws(JSONParsingError) -> Character {
        let high = try codeUnit()
        if let scalar = Unicode.Scalar(high) { return Character(scalar) }
        guard (0xD800..<0xDC00).contains(high), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw error("a surrogate is alone")
        }
        let low = try codeUnit()
        guard (0xDC00..<0xE000).contains(low), let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) else {
            throw error("a surrogate is alone")
        }
        return Character(scalar)
    }

    private mutating func codeUnit() throws(JSONParsingError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek().flatMap(Hexadecimal.value(of:)) else { throw error("an escape has no four hexadecimal digits") }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private mutating func number() throws(JSONParsingError) -> JSONValue {
        let start = position
        var isWhole = true
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = text(start..<position)
        if isWhole, let number = Int64(text) { return .integer(number) }
        guard let number = Double(text), number.isFinite else { throw error("a number is too great") }
        return .number(number)
    }

    private mutating func digits() throws(JSONParsingError) {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw error("a digit is missing") }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func error(_ problem: String) -> JSONParsingError { JSONParsingError(offset: position, problem: problem) }
}
