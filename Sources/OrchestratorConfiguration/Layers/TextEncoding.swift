/// What the bytes of a file must be before a parser sees them: UTF-8 without control characters.
enum TextEncoding {
    struct Problem: Error {
        let code: DiagnosticCode
        let message: String
        let offset: Int
        var help: String?
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The bytes without a byte order mark.
    static func checked(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(4).contains(0) {
            throw Problem(code: .encoding, message: "this is UTF-16 or binary, not UTF-8", offset: 0, help: "save the file as UTF-8")
        }
        let text = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
        // The parser takes these for line ends, as YAML 1.1 did; YAML 1.2 and editors do not, so lines would not agree.
        if let offset = firstSeparator(text) {
            throw Problem(
                code: .lineSeparator, message: "a Unicode line separator can't stand here as it is", offset: offset,
                help: "write \\u2028, \\u2029 or \\x85 in double quotes")
        }
        if let offset = firstControl(text) {
            throw Problem(code: .controlCharacter, message: "a control character can't stand in YAML", offset: offset, help: "remove it")
        }
        if let offset = firstInvalid(text) {
            throw Problem(code: .encoding, message: "this byte is not UTF-8", offset: offset, help: "save the file as UTF-8")
        }
        return text
    }

    private static func firstSeparator(_ bytes: [UInt8]) -> Int? {
        bytes.indices.first { index in
            switch bytes[index] {
            case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85
            case 0xE2: index + 2 < bytes.count && bytes[index + 1] == 0x80 && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
            default: false
            }
        }
    }

    private static func firstControl(_ bytes: [UInt8]) -> Int? {
        bytes.indices.first { index in
            let byte = bytes[index]
            if byte < 0x20 { return byte != 0x09 && byte != 0x0A && byte != 0x0D }
            if byte == 0x7F { return true }
            // U+0080…U+009F, U+FFFE and U+FFFF are outside of YAML's characters.
            if byte == 0xC2 && index + 1 < bytes.count { return (0x80...0x9F).contains(bytes[index + 1]) }
            if byte == 0xEF && index + 2 < bytes.count {
                return bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
            }
            return false
        }
    }

    private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}
