extension JSONValue {
    /// The one canonical text of the value: no white space, members ordered by the bytes of their names, the shortest escapes, `/` as it is.
    ///
    /// Equal values have equal texts, in every process and version: event hashes and the byte equality of exports rest on it.
    public var canonicalText: String {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The canonical text with one member a line, indented by two spaces.
    public var prettyText: String {
        var bytes: [UInt8] = []
        write(into: &bytes, depth: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``canonicalText`` as UTF-8.
    package func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let value): bytes.append(contentsOf: Self.text(of: value).utf8)
        case .string(let value): Self.write(value, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in Self.ordered(members).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private func write(into bytes: inout [UInt8], depth: Int) {
        func line(_ depth: Int) {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
        }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                line(depth + 1)
                element.write(into: &bytes, depth: depth + 1)
            }
            line(depth)
            bytes.append(UInt8(ascii: "]"))
        case .object(let members) where !members.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in Self.ordered(members).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                line(depth + 1)
                Self.write(member.key, into: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                member.value.write(into: &bytes, depth: depth + 1)
            }
            line(depth)
            bytes.append(UInt8(ascii: "}"))
        default: write(into: &bytes)
        }
    }

    /// Swift's `<` on strings compares by canonical equivalence; the order here is that of the bytes, as in both databases.
    private static func ordered(_ members: [String: JSONValue]) -> [(key: String, value: JSONValue)] {
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private static func text(of value: Double) -> String {
        precondition(value.isFinite, "JSON has no infinity and no NaN")
        return value.description
    }

    /// Appends a JSON string with its quotes.
    package static func write(_ text: String, into bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { write(utf8: $0, into: &bytes) }
    }

    /// Appends a JSON string with its quotes, from the bytes of a text.
    package static func write(utf8 content: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        // What needs no escape, which is nearly everything, is copied in one go.
        var (plain, index) = (0, 0)
        while index < content.count {
            if index + 8 <= content.count, !mayNeedEscape(UnsafeRawBufferPointer(content).loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
                index += 8
                continue
            }
            let byte = content[index]
            if needsEscape(byte) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[plain..<index]))
                writeEscape(of: byte, into: &bytes)
                plain = index + 1
            }
            index += 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[plain...]))
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F }

    /// Whether one of eight bytes needs an escape; it may be said of bytes that need none, behind one that does.
    ///
    /// The highest bit of a byte is set where a subtraction borrowed (S. E. Anderson, Bit Twiddling Hacks, "Determine if a word has a byte less
    /// than n", and "has a zero byte").
    private static func mayNeedEscape(_ word: UInt64) -> Bool {
        let (ones, highest): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        func isLess(_ word: UInt64, than limit: UInt64) -> UInt64 { (word &- ones &* limit) & ~word }
        let quote = isLess(word ^ (ones &* 0x22), than: 1)
        let backslash = isLess(word ^ (ones &* 0x5C), than: 1)
        let delete = isLess(word ^ (ones &* 0x7F), than: 1)
        return (isLess(word, than: 0x20) | quote | backslash | delete) & highest != 0
    }

    private static func writeEscape(of byte: UInt8, into bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        default:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(Hexadecimal.digit(byte >> 4))
            bytes.append(Hexadecimal.digit(byte & 0xF))
        }
    }
}
