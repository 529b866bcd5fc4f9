internal import OrchestratorModel

/// A JSON text in a file, of which a small part is in memory at a time.
///
/// Values are named by their ranges of bytes. What stands inside of a range is looked at, and its form checked, when its members or elements are
/// asked for.
final class JSONFile {
    private let file: ScratchFile
    private var window: [UInt8] = []
    private var start = 0
    private static let windowSize = 256 * 1024
    /// Objects with more members are not ours.
    private static let mostMembers = 1000

    /// A member of an object.
    struct Member {
        let name: String
        /// Where the name is.
        let offset: Int
        let value: Range<Int>
    }

    init(_ file: ScratchFile) {
        self.file = file
    }

    /// The one value of the file.
    func root() throws -> Range<Int> {
        // A byte order mark is allowed.
        let begin = try file.read(at: 0, atMost: 3) == [0xEF, 0xBB, 0xBF] ? 3 : 0
        let value = try range(ofValueAt: try skipWhiteSpace(from: begin))
        let rest = try skipWhiteSpace(from: value.upperBound)
        guard try byte(at: rest) == nil else { throw JSONParsingError(offset: rest, problem: "something follows the value") }
        return value
    }

    /// The bytes of a value.
    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        if range.lowerBound >= start, range.upperBound <= start + window.count {
            return Array(window[(range.lowerBound - start)..<(range.upperBound - start)])
        }
        return try file.read(at: range.lowerBound, atMost: range.count)
    }

    /// A whole value.
    ///
    /// - Throws: `JSONParsingError`, also where an object in it gives a name twice.
    func value(_ range: Range<Int>) throws -> JSONValue {
        let bytes = try bytes(range)
        do throws(JSONParsingError) { return try JSONValue(document: bytes) } catch {
            throw JSONParsingError(offset: range.lowerBound + error.offset, problem: error.problem)
        }
    }

    /// The members of an object in their order.
    ///
    /// - Throws: `JSONParsingError`, also where it is no object.
    func members(of object: Range<Int>) throws -> [Member] {
        guard try byte(at: object.lowerBound) == UInt8(ascii: "{") else { throw error(object.lowerBound, "must be an object") }
        var members: [Member] = []
        var offset = try skipWhiteSpace(from: object.lowerBound + 1)
        if try byte(at: offset) == UInt8(ascii: "}") { return [] }
        while true {
            guard try byte(at: offset) == UInt8(ascii: "\"") else { throw error(offset, "a name is missing") }
            guard members.count < Self.mostMembers else { throw error(offset, "the object has too many members") }
            let name = try range(ofValueAt: offset)
            guard let text = try value(name).string else { throw error(offset, "a name is missing") }
            offset = try skipWhiteSpace(from: name.upperBound)
            guard try byte(at: offset) == UInt8(ascii: ":") else { throw error(offset, "':' is missing") }
            let value = try range(ofValueAt: try skipWhiteSpace(from: offset + 1))
            members.append(Member(name: text, offset: name.lowerBound, value: value))
            offset = try skipWhiteSpace(from: value.upperBound)
            let byte = try byte(at: offset)
            if byte == UInt8(ascii: "}") { return members }
            guard byte == UInt8(ascii: ",") else { throw error(offset, "',' or '}' is missing") }
            offset = try skipWhiteSpace(from: offset + 1)
        }
    }

    /// Hands on the elements of a list, with their positions from 0.
    ///
    /// - Throws: `JSONParsingError`, also where it is no list.
    func forEachElement(of list: Range<Int>, _ body: (Int, Range<Int>) throws -> Void) throws {
        guard try byte(at: list.lowerBound) == UInt8(ascii: "[") else { throw error(list.lowerBound, "must be a list") }
        var offset = try skipWhiteSpace(from: list.lowerBound + 1)
        if try byte(at: offset) == UInt8(ascii: "]") { return }
        var index = 0
        while true {
            let value = try range(ofValueAt: offset)
            try body(index, value)
            index += 1
            offset = try skipWhiteSpace(from: value.upperBound)
            let byte = try byte(at: offset)
            if byte == UInt8(ascii: "]") { return }
            guard byte == UInt8(ascii: ",") else { throw error(offset, "',' or ']' is missing") }
            offset = try skipWhiteSpace(from: offset + 1)
        }
    }

    /// The lines and columns of bytes; columns count Unicode scalars from 1.
    ///
    /// - Parameter offsets: In ascending order.
    func positions(of offsets: [Int]) throws -> [(line: Int, column: Int)] {
        var positions: [(Int, Int)] = []
        var (line, column, offset) = (1, 1, 0)
        var rest = offsets[...]
        while !rest.isEmpty, case let piece = try file.read(at: offset, atMost: Self.windowSize), !piece.isEmpty {
            for byte in piece {
                while let next = rest.first, next <= offset {
                    positions.append((line, column))
                    rest = rest.dropFirst()
                }
                if byte == 0x0A { (line, column) = (line + 1, 1) } else if byte & 0xC0 != 0x80 { column += 1 }
                offset += 1
            }
        }
        return positions + rest.map { _ in (line, column) }
    }
}

extension JSONFile {
    private func error(_ offset: Int, _ problem: String) -> JSONParsingError { JSONParsingError(offset: offset, problem: problem) }

    private func byte(at offset: Int) throws -> UInt8? {
        if offset < start || offset >= start + window.count {
            guard offset < file.count else { return nil }
            window = try file.read(at: offset, atMost: Self.windowSize)
            start = offset
            guard !window.isEmpty else { return nil }
        }
        return window[offset - start]
    }

    private func skipWhiteSpace(from offset: Int) throws -> Int {
        var offset = offset
        while let byte = try byte(at: offset), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
        return offset
    }

    /// Where a value ends; of lists and objects only the brackets and the strings are looked at.
    private func range(ofValueAt begin: Int) throws -> Range<Int> {
        guard let first = try byte(at: begin) else { throw error(begin, "a value is missing") }
        var ending = ValueEnding(first: first)
        guard ending.isKnown else { throw error(begin, "a value is missing") }
        var offset = begin
        while try byte(at: offset) != nil {
            let from = offset - start
            let found = window.withUnsafeBufferPointer { ending.end(in: UnsafeBufferPointer(rebasing: $0[from...])) }
            if let found { return begin..<(offset + found) }
            offset = start + window.count
        }
        guard ending.mayEndHere else { throw error(offset, "a value does not end") }
        return begin..<offset
    }
}
