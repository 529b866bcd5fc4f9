/// Reads a line from left to right.
struct LineCursor {
    private(set) var rest: ArraySlice<UInt8>

    init(_ line: OutputLine) { rest = line.bytes }

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var remainder: OutputLine { OutputLine(bytes: rest) }

    mutating func skip(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    mutating func skipSpaces() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    /// A decimal number of at most nine digits.
    mutating func number() -> Int? {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        rest = rest[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The bytes as long as they are wanted.
    mutating func take(while isWanted: (UInt8) -> Bool) -> OutputLine {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return OutputLine(bytes: taken)
    }
}
