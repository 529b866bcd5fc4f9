internal import OrchestratorModel

/// JSON text that is written piece by piece, one member a line, indented by two spaces.
///
/// What was written so far may be taken away at any time: the text as a whole never has to be in memory.
struct IndentedJSON: Sendable {
    private(set) var bytes: [UInt8] = []
    private var depth = 0
    private var isFirst = true

    /// Begins an object or a list, as the value of the member that was named last or as the next element.
    mutating func begin(_ bracket: Character) {
        bytes.append(contentsOf: bracket.utf8)
        depth += 1
        isFirst = true
    }

    /// Ends the innermost object or list.
    mutating func end(_ bracket: Character) {
        depth -= 1
        if !isFirst { breakLine() }
        bytes.append(contentsOf: bracket.utf8)
        isFirst = false
        if depth == 0 { bytes.append(UInt8(ascii: "\n")) }
    }

    /// Begins the next element of a list.
    mutating func element() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        breakLine()
        isFirst = false
    }

    /// Begins the next member of an object.
    mutating func member(_ name: String) {
        element()
        JSONValue.write(name, into: &bytes)
        bytes.append(contentsOf: ": ".utf8)
    }

    /// Writes a value in one line, from text that is JSON already.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes a text.
    mutating func string(_ text: String) { JSONValue.write(text, into: &bytes) }

    /// Gives away what was written so far.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }
}
