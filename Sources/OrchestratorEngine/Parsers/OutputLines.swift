import OrchestratorModel

/// What a tool printed, cleaned and cut into lines.
///
/// Escape sequences of terminals are left out, NUL becomes U+FFFD, a carriage return ends a line, other control characters are left out.
struct OutputLines {
    /// Beyond this many bytes only the tail is read.
    static let limit = 8 * 1024 * 1024
    /// Of a longer line only the beginning is read.
    static let lineLimit = 8 * 1024

    private let bytes: [UInt8]
    private let ranges: [Range<Int>]

    init(_ text: String) {
        var cleaner = TerminalTextCleaner()
        var text = text
        text.withUTF8 { cleaner.append(UnsafeRawBufferPointer($0.suffix(Self.limit).boundedAtScalar)) }
        bytes = cleaner.bytes
        var ranges: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            ranges.append(start..<end)
            start = end + 1
        }
        self.ranges = ranges
    }

    var count: Int { ranges.count }
    var indices: Range<Int> { ranges.indices }

    subscript(index: Int) -> OutputLine {
        OutputLine(bytes: bytes[ranges[index]].prefixOfScalars(atMost: Self.lineLimit))
    }

    /// The first line from the given one on, within so many, that is blank; the end of that window where none is.
    func paragraphEnd(from start: Int, atMost count: Int) -> Int {
        let window = start..<min(start + count, self.count)
        return window.first { self[$0].isBlank } ?? window.upperBound
    }

    /// The text of some lines, at most that many bytes of it.
    func text(_ range: Range<Int>, atMost limit: Int) -> String {
        let range = range.clamped(to: indices)
        guard let first = range.first, let last = range.last else { return "" }
        return TextCut.head(bytes[ranges[first].lowerBound..<ranges[last].upperBound], atMost: limit)
    }

    /// The last lines, at most that many bytes of them.
    func tail(atMost limit: Int) -> String {
        let end = bytes.lastIndex { $0 != 0x0A && $0 != 0x20 }.map { $0 + 1 } ?? 0
        return TextCut.tail(bytes[..<end], atMost: limit)
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    /// Without the rest of a character whose beginning is not here.
    fileprivate var boundedAtScalar: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[(firstIndex { $0 & 0xC0 != 0x80 } ?? endIndex)...])
    }
}
