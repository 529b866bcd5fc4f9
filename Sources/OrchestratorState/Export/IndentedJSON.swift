internal import OrchestratorDatabase
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
        if !isFirst { breakLine(behind: false) }
        bytes.append(contentsOf: bracket.utf8)
        isFirst = false
        if depth == 0 { bytes.append(UInt8(ascii: "\n")) }
    }

    /// Begins the next element of a list.
    mutating func element() {
        breakLine(behind: !isFirst)
        isFirst = false
    }

    /// Puts the elements that were written last in another order.
    ///
    /// - Parameter elements: Where each is among the ``bytes``, in the order that is wanted. They are all of their list, or its end.
    mutating func arrange(_ elements: [Range<Int>]) {
        guard let start = elements.map(\.lowerBound).min(), let end = elements.map(\.upperBound).max() else { return }
        var arranged: [UInt8] = []
        arranged.reserveCapacity(end - start)
        for element in elements {
            if !arranged.isEmpty { Self.breakLine(behind: true, depth, into: &arranged) }
            arranged += bytes[element]
        }
        bytes.replaceSubrange(start..<end, with: arranged)
    }

    /// Begins the next member of an object.
    mutating func member(_ name: String) { member(key: Self.key(name)) }

    /// Begins the next member of an object, whose ``key(_:)`` is known.
    mutating func member(key: [UInt8]) {
        element()
        key.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// The name of a member, with the colon behind it.
    static func key(_ name: String) -> [UInt8] {
        var key: [UInt8] = []
        JSONValue.write(name, into: &key)
        return key + Array(": ".utf8)
    }

    /// Writes a value in one line, from text that is JSON already.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes a text.
    mutating func string(_ text: String) { JSONValue.write(text, into: &bytes) }

    /// Writes a value in one line, from the bytes of text that is JSON already.
    ///
    /// - Returns: Whether the bytes are UTF-8; otherwise nothing is written.
    mutating func raw(utf8 content: UnsafeBufferPointer<UInt8>) -> Bool {
        guard UTF8Check.isValid(content) else { return false }
        bytes.append(contentsOf: content)
        return true
    }

    /// Writes a text from its bytes.
    ///
    /// - Returns: Whether the bytes are UTF-8; otherwise nothing is written.
    mutating func string(utf8 content: UnsafeBufferPointer<UInt8>) -> Bool {
        guard UTF8Check.isValid(content) else { return false }
        JSONValue.write(utf8: content, into: &bytes)
        return true
    }

    /// Makes room for as many bytes, so that the text is not copied while it grows.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Gives away what was written so far.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// What stands between two elements of the deepest list that is indented in one go.
    private static let space: StaticString = ",\n                                "

    private mutating func breakLine(behind isBehind: Bool) { Self.breakLine(behind: isBehind, depth, into: &bytes) }

    /// - Parameter isBehind: Whether an element stands before it.
    private static func breakLine(behind isBehind: Bool, _ depth: Int, into bytes: inout [UInt8]) {
        let indented = min(depth * 2, space.utf8CodeUnitCount - 2)
        let start = space.utf8Start + (isBehind ? 0 : 1)
        bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: indented + (isBehind ? 2 : 1)))
        for _ in 0..<(depth * 2 - indented) { bytes.append(UInt8(ascii: " ")) }
    }
}
