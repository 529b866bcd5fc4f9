/// A text that settings are read from: a file, an environment variable, a `--set` argument.
final class Source: Sendable {
    enum Kind: Sendable {
        case file(path: String)
        case variable(String)
        /// The argument with its value masked where it may hold a secret.
        case argument(String)
        /// The defaults.
        case schema
    }

    let kind: Kind
    let layer: Layer
    /// The bytes without a byte order mark.
    let bytes: [UInt8]
    /// Relative paths in it are relative to this absolute directory.
    let directory: String
    /// How the file is called in diagnostics.
    let name: String
    /// Whether diagnostics mask what they don't point at. A plan holds no settings, so nothing in it is a secret.
    let mayHoldSecrets: Bool
    private let lineStarts: [Int]
    /// The byte offset of each scalar, for texts that are not ASCII.
    private let scalarOffsets: [Int]?

    init(_ kind: Kind, layer: Layer, bytes: [UInt8] = [], directory: String, name: String = "", mayHoldSecrets: Bool = true) {
        self.kind = kind
        self.layer = layer
        self.bytes = bytes
        self.directory = directory
        self.name = name
        self.mayHoldSecrets = mayHoldSecrets
        var starts = [0]
        var isASCII = true
        for (offset, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r") && (offset + 1 == bytes.count || bytes[offset + 1] != UInt8(ascii: "\n"))
            {
                starts.append(offset + 1)
            } else if byte >= 0x80 {
                isASCII = false
            }
        }
        lineStarts = starts
        scalarOffsets = isASCII ? nil : bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
    }

    /// Where the scalar of that index stands; libyaml counts scalars.
    func offset(ofScalar index: Int) -> Int {
        guard let scalarOffsets else { return min(index, bytes.count) }
        return index < scalarOffsets.count ? scalarOffsets[index] : bytes.count
    }

    /// Line and column of a byte, both from 1; columns count Unicode scalars.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let line = lineIndex(of: offset)
        let start = lineStarts[line]
        let end = min(max(offset, start), bytes.count)
        let column = scalarOffsets.map { Self.index(of: end, in: $0) - Self.index(of: start, in: $0) } ?? end - start
        return (line + 1, column + 1)
    }

    /// The bytes of the line that the offset is in, without the line's end.
    func lineRange(of offset: Int) -> Range<Int> {
        let line = lineIndex(of: offset)
        var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
        while end > lineStarts[line], bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return lineStarts[line]..<end
    }

    /// The offset, moved back to where a scalar begins.
    func scalarStart(_ offset: Int) -> Int {
        var offset = offset
        while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    private func lineIndex(of offset: Int) -> Int { Self.index(of: offset + 1, in: lineStarts) - 1 }

    /// How many of the ascending numbers are smaller.
    private static func index(of offset: Int, in numbers: [Int]) -> Int {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
