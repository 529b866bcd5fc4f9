/// One line of what a tool printed, as UTF-8 without its line end.
struct OutputLine {
    let bytes: ArraySlice<UInt8>

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// How many spaces and tabs it begins with.
    var indentation: Int { bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count }

    var trimmed: OutputLine {
        let end = bytes.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? bytes.startIndex
        return OutputLine(bytes: bytes[..<end].drop { $0 == 0x20 || $0 == 0x09 })
    }

    var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    func starts(with text: String) -> Bool { bytes.starts(with: text.utf8) }

    func ends(with text: String) -> Bool { bytes.suffix(text.utf8.count).elementsEqual(text.utf8) }

    /// Whether it is nothing but that character, at least so many times.
    func isRule(of character: Unicode.Scalar, atLeast count: Int) -> Bool {
        bytes.count >= count && bytes.allSatisfy { $0 == UInt8(ascii: character) }
    }

    /// The index of the first occurrence of a short text.
    func index(of text: String) -> Int? {
        let pattern = Array(text.utf8)
        guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
        for index in bytes.startIndex...(bytes.endIndex - pattern.count) where bytes[index] == first {
            if bytes[index...].starts(with: pattern) { return index }
        }
        return nil
    }

    func contains(_ text: String) -> Bool { index(of: text) != nil }

    /// What comes before and after the first occurrence of a short text.
    func split(at text: String) -> (before: OutputLine, after: OutputLine)? {
        guard let index = index(of: text) else { return nil }
        return (OutputLine(bytes: bytes[..<index]), OutputLine(bytes: bytes[(index + text.utf8.count)...]))
    }

    /// What comes after that beginning.
    func dropping(prefix text: String) -> OutputLine? {
        starts(with: text) ? OutputLine(bytes: bytes.dropFirst(text.utf8.count)) : nil
    }

    /// What comes before that end.
    func dropping(suffix text: String) -> OutputLine? {
        ends(with: text) ? OutputLine(bytes: bytes.dropLast(text.utf8.count)) : nil
    }

    /// Without one pair of quotes around it.
    var unquoted: OutputLine {
        guard bytes.count >= 2, let first = bytes.first, first == bytes.last, first == UInt8(ascii: "'") || first == UInt8(ascii: "\"")
        else {
            return self
        }
        return OutputLine(bytes: bytes.dropFirst().dropLast())
    }
}
