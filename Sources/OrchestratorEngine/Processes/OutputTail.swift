/// The last bytes of a stream, in bounded memory.
struct OutputTail {
    /// Bytes that are kept.
    let limit: Int
    /// All bytes that ever came.
    private(set) var total = 0
    private var buffer: [UInt8] = []

    init(limit: Int) {
        self.limit = max(limit, 0)
    }

    /// What is kept.
    var bytes: [UInt8] { Array(buffer.suffix(limit)) }

    /// The last bytes of what is kept.
    func suffix(_ count: Int) -> ArraySlice<UInt8> { buffer.suffix(min(count, limit)) }

    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        total += chunk.count
        guard chunk.count < limit else {
            buffer.removeAll(keepingCapacity: true)
            buffer.append(contentsOf: chunk.suffix(limit))
            return
        }
        // Dropping the old bytes only when they outnumber the kept ones makes the move of the rest cost one copy a byte.
        if buffer.count + chunk.count > 2 * limit {
            buffer.removeFirst(buffer.count - (limit - chunk.count))
        }
        buffer.append(contentsOf: chunk)
    }

    /// Bytes as text without NUL that takes no more than the limit, or no more than they do.
    ///
    /// What was cut off inside a character at the front is left out; everything else that is no UTF-8 becomes U+FFFD.
    static func text(_ bytes: [UInt8], limit: Int = 64 << 10) -> String {
        let start = bytes.prefix(3).firstIndex { $0 & 0xC0 != 0x80 } ?? min(3, bytes.count)
        var scalars = String.UnicodeScalarView()
        for scalar in String(decoding: bytes[start...], as: UTF8.self).unicodeScalars {
            scalars.append(scalar == "\0" ? "\u{FFFD}" : scalar)
        }
        let text = String(scalars)
        // A replacement takes three bytes where one was, so the front gives way.
        let room = max(limit, bytes.count)
        guard text.utf8.count > room else { return text }
        var first = text.utf8.index(text.endIndex, offsetBy: -room)
        while first < text.endIndex, first.samePosition(in: text.unicodeScalars) == nil { first = text.utf8.index(after: first) }
        return String(text.unicodeScalars[first...])
    }
}
