/// A place in a file as tools print it: `file:line`, `file:line:column`, `file(line,column)`, `file:[line,column]`.
struct SourceLocation: Hashable {
    var file: String
    var line: Int
    var column: Int?

    /// What a longer name would be is not looked at: a line is searched in bounded time.
    private static let nameLimit = 1024

    /// Reads a location at the beginning of a line and gives back what follows it.
    static func leading(_ line: OutputLine) -> (location: SourceLocation, rest: OutputLine)? {
        let bytes = line.bytes
        let window = bytes.prefix(nameLimit + 1)
        for index in window.indices.dropFirst() {
            let next = index + 1
            guard next < bytes.endIndex else { return nil }
            let isColon = bytes[index] == UInt8(ascii: ":")
            guard isColon || bytes[index] == UInt8(ascii: "(") else { continue }
            var cursor = LineCursor(bytes[next...])
            let close = isColon ? (cursor.skip("[") ? "]" : "") : ")"
            guard let number = cursor.number() else { continue }
            let name = OutputLine(bytes: bytes[..<index])
            guard isFileName(name) else { return nil }
            return finish(name, number, cursor, close: close)
        }
        return nil
    }

    /// The rest after the line number.
    private static func finish(
        _ name: OutputLine, _ line: Int, _ cursor: LineCursor, close: String
    ) -> (location: SourceLocation, rest: OutputLine)? {
        var cursor = cursor
        var column: Int?
        var ahead = cursor
        if ahead.skip(close.isEmpty ? ":" : ","), let number = ahead.number() {
            column = number
            cursor = ahead
        }
        guard close.isEmpty || cursor.skip(close) else { return nil }
        guard cursor.rest.isEmpty || cursor.skip(":") || cursor.skip(" -") || cursor.skip(" ") || cursor.remainder.starts(with: ")") else {
            return nil
        }
        return (SourceLocation(file: name.text, line: line, column: column), cursor.remainder.trimmed)
    }

    /// Whether a text looks like the name of a file that a tool would name: it has an extension, is a known name without one, or stands for no file.
    private static func isFileName(_ name: OutputLine) -> Bool {
        let bytes = name.bytes
        guard let first = bytes.first, first != 0x20, first != 0x09 else { return false }
        if first == UInt8(ascii: "<") { return bytes.last == UInt8(ascii: ">") && !name.contains(" ") }
        let base = bytes[(bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? bytes.startIndex)...]
        guard !base.contains(0x20), !bytes.contains(UInt8(ascii: "(")), !bytes.contains(UInt8(ascii: "\"")) else { return false }
        if base.count < bytes.count || !bytes.contains(0x20) {
            if let dot = base.lastIndex(of: UInt8(ascii: ".")), isExtension(base[(dot + 1)...]) { return true }
            return ["Makefile", "GNUmakefile", "makefile", "Dockerfile", "Rakefile", "Gemfile"].contains(OutputLine(bytes: base).text)
        }
        return false
    }

    private static func isExtension(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, (1...12).contains(bytes.count) else { return false }
        return first.isASCIILetter && bytes.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "+") }
    }

    /// Reads the first location that follows one of the given words, such as `at` in a JavaScript stack.
    static func following(_ words: [String], in line: OutputLine) -> (location: SourceLocation, rest: OutputLine)? {
        for word in words {
            var rest = line
            // Bounded, so that a line of nothing but such words takes linear time.
            for _ in 0..<16 {
                guard let (_, after) = rest.split(at: word) else { break }
                if let found = leading(after) { return found }
                rest = after
            }
        }
        return nil
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
    var isASCIIUppercase: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
    var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
