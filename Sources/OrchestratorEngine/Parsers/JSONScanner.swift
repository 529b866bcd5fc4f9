import OrchestratorModel

/// Reads one JSON value from the bytes of a text that may go on after it.
///
/// Tools print JSON in the midst of other lines and with characters that are no text, which a strict reader refuses as a whole.
struct JSONScanner {
    private let bytes: ArraySlice<UInt8>
    /// Where the value ended, or where it was found to be none.
    private(set) var index: Int
    private static let depthLimit = 200

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// The value; `nil` where there is none, or one that is nested too deeply.
    mutating func value(depth: Int = 0) -> JSONValue? {
        skipSpace()
        guard depth < Self.depthLimit, index < bytes.endIndex else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "t"): return skip("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return skip("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return skip("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func skipSpace() {
        while index < bytes.endIndex, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
    }

    private mutating func skip(_ text: String) -> Bool {
        guard bytes[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }

    private mutating func object(depth: Int) -> JSONValue? {
        index += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if index < bytes.endIndex, skip("}") { return .object(members) }
        while true {
            skipSpace()
            guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\""), let name = string() else { return nil }
            skipSpace()
            guard skip(":"), let value = value(depth: depth + 1) else { return nil }
            members[name] = value
            skipSpace()
            if skip("}") { return .object(members) }
            guard skip(",") else { return nil }
        }
    }

    private mutating func array(depth: Int) -> JSONValue? {
        index += 1
        var elements: [JSONValue] = []
        skipSpace()
        if index < bytes.endIndex, skip("]") { return .array(elements) }
        while true {
            guard let value = value(depth: depth + 1) else { return nil }
            elements.append(value)
            skipSpace()
            if skip("]") { return .array(elements) }
            guard skip(",") else { return nil }
        }
    }

    private mutating func string() -> String? {
        index += 1
        var content: [UInt8] = []
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): guard appendEscape(to: &content) else { return nil }
            case 0: content.append(contentsOf: "\u{FFFD}".utf8)
            default: content.append(byte)
            }
        }
        return nil
    }

    private mutating func appendEscape(to content: inout [UInt8]) -> Bool {
        guard index < bytes.endIndex else { return false }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "b"), UInt8(ascii: "f"): content.append(0x20)
        case UInt8(ascii: "u"):
            guard let scalar = escapedScalar() else { return false }
            content.append(contentsOf: String(Character(scalar)).utf8)
        default: content.append(byte)
        }
        return true
    }

    /// The four digits after `\u`, with the second half of a surrogate pair; U+FFFD for half of one and for NUL.
    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let first = fourDigits() else { return nil }
        if first & 0xFC00 == 0xD800, skip("\\u") {
            guard let second = fourDigits() else { return nil }
            guard second & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
            return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
        }
        return first == 0 ? "\u{FFFD}" : Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    private mutating func fourDigits() -> UInt32? {
        guard bytes.endIndex - index >= 4 else { return nil }
        var value: UInt32 = 0
        for byte in bytes[index..<(index + 4)] {
            guard let digit = Hexadecimal.value(of: byte) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }

    private mutating func number() -> JSONValue? {
        let digits = bytes[index...].prefix { $0.isASCIIDigit || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
        guard !digits.isEmpty, digits.count <= 64 else { return nil }
        index = digits.endIndex
        let text = String(decoding: digits, as: UTF8.self)
        if let whole = Int64(text) { return .integer(whole) }
        return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    }
}
